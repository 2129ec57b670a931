package io.fletch.context.ingestion;

import java.io.InputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.hash.Sha256;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.Database;

/**
 * Takes a user's files and makes them searchable in the background, one after the other.
 * A submitted file is durable when {@link #submit} returns, and a job that is done stays
 * done: after a crash {@link #resume()} goes on with what was not. A document is known by
 * its name; submitting the name again replaces it. Safe for use by several threads at
 * once; one pipeline has a database, or a namespace of it, at a time.
 */
public final class IngestionPipeline implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IngestionPipeline.class);

	private final IngestionSettings settings;

	private final DocumentTables tables;

	private final DocumentFiles files;

	private final DatabaseClaim claim;

	private final String fingerprint;

	/**
	 * Guards the jobs and every change of a document's row, passages and file. Fair, so
	 * that many submissions in a row do not keep the workers from writing.
	 */
	private final ReentrantLock lock = new ReentrantLock(true);

	private final EventQueue events = new EventQueue();

	private final JobList jobs = new JobList(this.lock, this.events);

	private final IngestionWorkers workers;

	private final Sources sources;

	private final Resumption resumption;

	private final DeadLetters deadLetters;

	private final DocumentLabels labels;

	/**
	 * Opens the tables {@code documents}, {@code passages} and {@code texts}, creating
	 * them if needed, and starts the workers. Nothing is ingested before
	 * {@link #resume()} or {@link #submit}.
	 * @param database holds the tables. New tables take its
	 * {@linkplain Database#defaultFunction() default embedding function}, and keep it.
	 * Stays the caller's to close, after this pipeline
	 * @param settings how files become passages, and where they are kept
	 * @throws FolderInUseException if another pipeline keeps its files in this folder, in
	 * this process or another, or another one of this process has the database
	 */
	public IngestionPipeline(Database database, IngestionSettings settings) {
		Objects.requireNonNull(database, "database");
		Objects.requireNonNull(settings, "settings");
		this.settings = settings;
		this.tables = new DocumentTables(database);
		this.claim = DatabaseClaim.of(database);
		this.files = this.claim.files(settings.files());
		try {
			String function = this.tables.embeddingFunction(database);
			this.sources = new Sources(this, Sources.ownFolders(database, settings.files()));
			this.fingerprint = Sha256.hex(settings.fingerprint(function)).substring(0, 8);
			this.workers = new IngestionWorkers(this.jobs, new Ingestion(this.jobs, this.tables, settings,
					() -> database.functions().get(function), this.files), settings.work());
			this.resumption = new Resumption(this.jobs, this.tables, this.files);
			this.deadLetters = new DeadLetters(this.jobs, this.tables, this.resumption);
			this.labels = new DocumentLabels(this.jobs, this.tables);
			this.workers.start();
		}
		catch (RuntimeException | Error ex) {
			// Nobody could close this; the folder must be free for the next pipeline.
			this.claim.close();
			this.files.release();
			throw ex;
		}
	}

	/**
	 * Takes a file. If the same content is ready under this name, nothing is done, and if
	 * it is on its way, its job is returned. Other content under the same name replaces
	 * the document once it has been read. The document has no tags then.
	 * @param name the file's name; folders and control characters are left out
	 * @param content the bytes, read to their end and not closed
	 * @return the job as it stands, queued or done
	 * @throws IllegalArgumentException if nothing is left of the name
	 * @throws UnreadableDocumentException if files of this name's extension cannot be
	 * read, or the file is empty or too large; nothing was changed
	 * @throws java.io.UncheckedIOException if the file cannot be copied
	 * @throws IllegalStateException if this pipeline is closed
	 */
	public IngestionJob submit(String name, InputStream content) {
		return submit(name, content, List.of());
	}

	/**
	 * Takes a file, as {@link #submit(String, InputStream)} does, and tags it.
	 * @param name the file's name; folders and control characters are left out
	 * @param content the bytes, read to their end and not closed
	 * @param tags what the document and its passages are tagged with, for filters such as
	 * {@code array_has(tags, 'lang=en')}; at most 50, of 1 to 100 characters each.
	 * {@code null} to keep the tags that a document of this name has when the file is
	 * taken
	 * @return the job as it stands, queued or done
	 * @throws IllegalArgumentException if nothing is left of the name, or a tag cannot be
	 * used
	 * @throws UnreadableDocumentException if files of this name's extension cannot be
	 * read, or the file is empty or too large; nothing was changed
	 * @throws java.io.UncheckedIOException if the file cannot be copied
	 * @throws IllegalStateException if this pipeline is closed
	 */
	public IngestionJob submit(String name, InputStream content, @Nullable Collection<String> tags) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(content, "content");
		return this.jobs.snapshot(submit(Submission.alone(DocumentName.of(name), tags), content));
	}

	/**
	 * Takes a file out of a folder, as {@link #submit(String, InputStream, Collection)}
	 * does, but with the folders in its name.
	 * @param path the path below the folder; steps such as {@code ..} are left out
	 * @param content the bytes, read to their end and not closed
	 * @param tags the tags; {@code null} to keep those that there are
	 * @return the job as it stands, queued or done
	 * @throws IllegalArgumentException if nothing is left of the path, or a tag is bad
	 */
	public IngestionJob submitPath(String path, InputStream content, @Nullable Collection<String> tags) {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(content, "content");
		return this.jobs.snapshot(submit(Submission.alone(DocumentName.ofPath(path), tags), content));
	}

	Job submit(Submission submission, InputStream content) {
		String name = submission.name().value();
		requireReadable(name);
		this.jobs.requireOpen();
		DocumentFiles.Incoming incoming = this.files.receive(name, content, maxBytes());
		this.lock.lock();
		try {
			return submit(submission, incoming);
		}
		finally {
			this.lock.unlock();
			this.files.remove(incoming.path());
		}
	}

	boolean isReadable(String name) {
		return this.settings.reader().accepts(name);
	}

	void requireReadable(String name) {
		if (!isReadable(name)) {
			throw UnreadableDocumentException.unsupported(name, this.settings.reader().extensions());
		}
	}

	private Job submit(Submission given, DocumentFiles.Incoming incoming) {
		this.jobs.requireOpen();
		DocumentName name = given.name();
		Optional<IndexedDocument> known = this.tables.document(name.id());
		Submission submission = given.settled(known);
		String hash = hash(incoming.sha256());
		Optional<Job> active = this.jobs.active(name.id());
		if (active.isPresent() && submission.isSame(active.get().document(), hash)) {
			return active.get();
		}
		if (active.isEmpty() && known.isPresent() && known.get().isReady(hash) && !submission.isForced()) {
			return this.jobs.addFinished(Job.unchanged(this.labels.of(known.get(), submission)));
		}
		this.files.keep(incoming, name.id(), name.extension());
		int passages = known.map(IndexedDocument::passages).orElse(0);
		IndexedDocument document = IndexedDocument.submitted(name, hash, incoming.size(), passages)
			.from(submission.source(), submission.tags());
		this.tables.write(document);
		active.ifPresent(this.jobs::cancel);
		return this.jobs.enqueue(new Job(document));
	}

	/**
	 * Gives a document other tags, and its passages with it. A document of a source gets
	 * the tags of the source back when that is synchronised.
	 * @param documentId the id of a document
	 * @param tags what takes the place of its tags; at most 50, of 1 to 100 characters
	 * each
	 * @return the document with its tags; empty if there is none or it was deleted
	 * @throws IllegalArgumentException if a tag cannot be used; nothing was changed
	 * @throws IllegalStateException if this pipeline is closed
	 */
	public Optional<IndexedDocument> tag(String documentId, Collection<String> tags) {
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(tags, "tags");
		List<@Nullable String> checked = Submission.tags(tags);
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			return document(documentId).map((document) -> this.labels.tag(document, checked));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns what tells whether passages are of some bytes and were made with these
	 * settings.
	 */
	String hash(String sha256) {
		return sha256 + "-" + this.fingerprint;
	}

	/**
	 * Ingests what a source holds, and waits until it is done. A source whose documents
	 * cannot be listed changes nothing, and one that holds no document removes nothing:
	 * more likely its folder is gone than everything in it.
	 * @param source the documents
	 * @param mode what is ingested, and whether anything is removed
	 * @return what became of the documents
	 * @throws java.io.UncheckedIOException if the source cannot be read; nothing was
	 * removed
	 * @throws io.fletch.store.error.CancelledException if the thread was interrupted;
	 * nothing was removed, and what was taken is ingested all the same
	 * @throws IllegalStateException if this pipeline is closed, or another source of this
	 * name is watched; nothing was removed
	 */
	public SyncReport sync(DocumentSource source, SyncMode mode) {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(mode, "mode");
		return this.sources.sync(source, mode);
	}

	/**
	 * Keeps a folder and the documents in step from now on, in the background, until the
	 * watch or this pipeline is closed.
	 * @param folder the folder
	 * @param mode what is ingested, and whether documents go with their files
	 * @return the watch
	 * @throws IllegalStateException if this pipeline is closed, or a source of this name
	 * is watched already
	 */
	public FolderWatch watch(FolderSource folder, SyncMode mode) {
		return watch(folder, mode, WatchTiming.DEFAULT);
	}

	/**
	 * Keeps a folder and the documents in step, as {@link #watch(FolderSource, SyncMode)}
	 * does.
	 * @param folder the folder
	 * @param mode what is ingested, and whether documents go with their files
	 * @param timing when the folder is looked at
	 * @return the watch
	 * @throws IllegalStateException if this pipeline is closed, or a source of this name
	 * is watched already
	 */
	public FolderWatch watch(FolderSource folder, SyncMode mode, WatchTiming timing) {
		Objects.requireNonNull(folder, "folder");
		Objects.requireNonNull(mode, "mode");
		Objects.requireNonNull(timing, "timing");
		return this.sources.watch(folder, mode, timing);
	}

	/**
	 * Gives the documents of a source to another one, for example after its folder has
	 * moved.
	 * @param from the name of the source that they belong to
	 * @param to the name of the source that they are to belong to
	 * @return how many documents there were
	 * @throws IllegalArgumentException if {@code to} is blank
	 * @throws IllegalStateException if this pipeline is closed
	 */
	public int renameSource(String from, String to) {
		Objects.requireNonNull(from, "from");
		Objects.requireNonNull(to, "to");
		if (to.isBlank()) {
			throw new IllegalArgumentException("to must not be blank, but was '" + to + "'");
		}
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			return this.labels.renameSource(from, to);
		}
		finally {
			this.lock.unlock();
		}
	}

	long maxBytes() {
		return this.settings.reader().limits().maxBytes();
	}

	JobList jobList() {
		return this.jobs;
	}

	DocumentTables tables() {
		return this.tables;
	}

	/**
	 * Adds a listener, which is told of what happens from now on.
	 * @param listener the listener
	 */
	public void addListener(IngestionListener listener) {
		Objects.requireNonNull(listener, "listener");
		this.events.add(listener);
	}

	/**
	 * Removes a listener.
	 * @param listener a listener that was added
	 */
	public void removeListener(IngestionListener listener) {
		Objects.requireNonNull(listener, "listener");
		this.events.remove(listener);
	}

	/**
	 * Finds a job.
	 * @param id the id of a job of this pipeline
	 * @return the job as it stands; empty if there was none, or it ended long ago
	 */
	public Optional<IngestionJob> job(String id) {
		Objects.requireNonNull(id, "id");
		return this.jobs.find(id);
	}

	/**
	 * Returns the jobs that wait or run and the last 1,000 that have ended.
	 * @return the jobs as they stand, in the order of submission
	 */
	public List<IngestionJob> jobs() {
		return this.jobs.snapshots();
	}

	/**
	 * Cancels a job. Its document becomes a dead letter, which can be retried; passages
	 * that it had before stay as far as they were not replaced.
	 * @param jobId the id of a job
	 * @return whether there was such a job that had not ended
	 */
	public boolean cancel(String jobId) {
		Objects.requireNonNull(jobId, "jobId");
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			Optional<Job> active = this.jobs.job(jobId).filter(Job::isActive);
			active.ifPresent(this.deadLetters::cancel);
			return active.isPresent();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the documents that could not be ingested, also by earlier runs.
	 * @return the dead letters, the latest first
	 */
	public List<DeadLetter> deadLetters() {
		return this.deadLetters.all();
	}

	/**
	 * Tries a dead letter again, as if it had just been submitted.
	 * @param documentId the id of the document
	 * @return its job; empty if there is no such dead letter
	 */
	public Optional<IngestionJob> retry(String documentId) {
		Objects.requireNonNull(documentId, "documentId");
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			return this.deadLetters.retry(documentId).map(Job::snapshot);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tries all dead letters again.
	 * @return their jobs, the longest dead first
	 */
	public List<IngestionJob> retryAll() {
		return this.deadLetters.all()
			.reversed()
			.stream()
			.map((letter) -> retry(letter.documentId()))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * Gives a dead letter up: its document is deleted, with what is left of an older
	 * version.
	 * @param documentId the id of the document
	 * @return whether there was such a dead letter
	 */
	public boolean discard(String documentId) {
		Objects.requireNonNull(documentId, "documentId");
		this.lock.lock();
		try {
			return this.deadLetters.find(documentId).isPresent() && delete(documentId);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the documents, without the deleted ones.
	 * @return the documents, newest first
	 */
	public List<IndexedDocument> documents() {
		return this.tables.documents()
			.stream()
			.filter((document) -> !document.isDeleted())
			.sorted(Comparator.comparing(IndexedDocument::addedAt).reversed().thenComparing(IndexedDocument::name))
			.toList();
	}

	/**
	 * Finds a document.
	 * @param id the id of a document
	 * @return the document; empty if there is none or it was deleted
	 */
	public Optional<IndexedDocument> document(String id) {
		Objects.requireNonNull(id, "id");
		return this.tables.document(id).filter((document) -> !document.isDeleted());
	}

	/**
	 * Finds a passage.
	 * @param passageId the id of a passage
	 * @return the passage, without its vector; empty if there is none
	 */
	public Optional<Passage> passage(String passageId) {
		Objects.requireNonNull(passageId, "passageId");
		return this.tables.passage(passageId);
	}

	/**
	 * Returns the passages of a document.
	 * @param documentId the id of a document
	 * @return its passages in order, without their vectors; none if it is not known
	 */
	public List<Passage> passages(String documentId) {
		Objects.requireNonNull(documentId, "documentId");
		return this.tables.passages(documentId);
	}

	/**
	 * Returns some of the passages of a document.
	 * @param documentId the id of a document
	 * @param from the ordinal of the first
	 * @param limit how many at most, at least 1
	 * @return its passages from that one on in order, without their vectors
	 */
	public List<Passage> passages(String documentId, int from, int limit) {
		Objects.requireNonNull(documentId, "documentId");
		return this.tables.passages(documentId, from, limit);
	}

	/**
	 * Reads a stretch of a document's text.
	 * @param documentId the id of a document
	 * @param start the offset of the first character
	 * @param end the offset after the last character
	 * @return the characters, as {@link DocumentTexts#text(String, int, int)} gives them
	 */
	public Optional<String> text(String documentId, int start, int end) {
		Objects.requireNonNull(documentId, "documentId");
		return this.tables.texts().text(documentId, start, end);
	}

	/**
	 * Deletes a document, its passages, its text and its file, and cancels its job.
	 * @param documentId the id of a document
	 * @return whether there was such a document
	 */
	public boolean delete(String documentId) {
		return delete(documentId, (document) -> true, null);
	}

	/**
	 * Removes a document that its source has no more, unless it is another one's by now.
	 */
	boolean remove(String documentId, String source) {
		return delete(documentId, (document) -> source.equals(document.source()), IndexedDocument.REMOVED);
	}

	private boolean delete(String documentId, Predicate<IndexedDocument> condition, @Nullable String reason) {
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			Optional<IndexedDocument> known = document(documentId).filter(condition);
			known.ifPresent((document) -> delete(document, reason));
			return known.isPresent();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void delete(IndexedDocument document, @Nullable String reason) {
		this.jobs.active(document.id()).ifPresent(this.jobs::cancel);
		// From this row on the document is gone: resume() removes what a crash leaves.
		this.tables.write(document.deleted(reason));
		this.tables.clear(document.id());
		this.files.remove(this.files.path(document));
		this.jobs.removed(document);
	}

	/**
	 * Says whether the user deleted a document, so that it is not put back unasked.
	 * @param name the name that it was submitted by
	 * @param contentHash the SHA-256 of its bytes in hexadecimal digits, or an
	 * {@link IndexedDocument#contentHash()}
	 * @return whether this content was deleted under this name and not submitted since
	 */
	public boolean wasDeleted(String name, String contentHash) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(contentHash, "contentHash");
		String bytes = contentHash.split("-", 2)[0];
		return this.tables.document(DocumentName.of(name).id())
			.filter((document) -> document.wasDeletedByUser(bytes))
			.isPresent();
	}

	/**
	 * Goes on with what the last run did not finish, and removes what it left behind.
	 * Call it once, after opening.
	 * @return the jobs of the documents that were pending, oldest first
	 */
	public List<IngestionJob> resume() {
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			return this.resumption.run().stream().map(Job::snapshot).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stops after the batches in hand, which are stored, or when the time for that is
	 * over. What was not finished goes on with the next {@link #resume()}.
	 */
	@Override
	public void close() {
		close(this.workers::close);
	}

	/**
	 * Closes without waiting for the batches in hand, which are lost: for documents that
	 * nobody wants any more. What does not heed its interruption within 2 seconds goes on
	 * for itself, and writes nothing.
	 */
	public void abandon() {
		close(this.workers::abandon);
	}

	private void close(Runnable workers) {
		this.sources.stop();
		workers.run();
		this.sources.close();
		this.events.close();
		this.claim.close();
		this.files.close();
		logger.debug("Ingestion stopped");
	}

}
