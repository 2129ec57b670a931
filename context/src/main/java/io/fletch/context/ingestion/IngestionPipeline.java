package io.fletch.context.ingestion;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.Database;

/**
 * Takes a user's files and makes them searchable in the background, one after the other.
 * A submitted file is durable when {@link #submit} returns, and a job that is done stays
 * done: after a crash {@link #resume()} goes on with what was not. A document is known by
 * its name; submitting the name again replaces it. Safe for use by several threads at
 * once; use one pipeline for a database at a time.
 */
public final class IngestionPipeline implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IngestionPipeline.class);

	private static final String UNKNOWN_TYPE = "application/octet-stream";

	private final IngestionSettings settings;

	private final DocumentTables tables;

	private final DocumentFiles files;

	private final String fingerprint;

	/** Guards the jobs and every change of a document's row, passages and file. */
	private final ReentrantLock lock = new ReentrantLock();

	private final JobList jobs = new JobList(this.lock);

	private final IngestionWorker worker;

	/**
	 * Opens the tables {@code documents} and {@code passages}, creating them if needed,
	 * and starts the worker. Nothing is ingested before {@link #resume()} or
	 * {@link #submit}.
	 * @param database holds the tables. New tables take its default embedding function,
	 * and keep it. Stays the caller's to close, after this pipeline
	 * @param settings how files become passages, and where they are kept
	 */
	public IngestionPipeline(Database database, IngestionSettings settings) {
		this.settings = settings;
		this.tables = new DocumentTables(database);
		this.files = new DocumentFiles(settings.files());
		String function = this.tables.embeddingFunction();
		if (!function.equals(database.functions().defaultAlias())) {
			logger.warn(
					"The passages in {} are embedded with '{}', which stays in use; the default function is now '{}'."
							+ " Use another folder for it.",
					database.directory(), function, database.functions().defaultAlias());
		}
		this.fingerprint = Sha256.hex(settings.fingerprint(function)).substring(0, 8);
		this.worker = new IngestionWorker(this.jobs, this.tables, settings, () -> database.functions().get(function),
				this::file);
		this.worker.start();
	}

	/**
	 * Takes a file. If the same content is ready under this name, nothing is done, and if
	 * it is on its way, its job is returned. Other content under the same name replaces
	 * the document once it has been read.
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
		DocumentName safe = DocumentName.of(name);
		if (!this.settings.reader().accepts(safe.value())) {
			throw UnreadableDocumentException.unsupported(safe.value(), this.settings.reader().extensions());
		}
		DocumentFiles.Incoming incoming = this.files.receive(safe.value(), content,
				this.settings.reader().limits().maxBytes());
		this.lock.lock();
		try {
			return submit(safe, incoming).snapshot();
		}
		finally {
			this.lock.unlock();
			this.files.remove(incoming.path());
		}
	}

	private Job submit(DocumentName name, DocumentFiles.Incoming incoming) {
		this.jobs.requireOpen();
		String hash = incoming.sha256() + "-" + this.fingerprint;
		Optional<Job> active = this.jobs.active(name.id());
		if (active.isPresent() && active.get().document().contentHash().equals(hash)) {
			return active.get();
		}
		Optional<IndexedDocument> known = this.tables.document(name.id());
		if (active.isEmpty() && known.isPresent() && isReady(known.get(), hash)) {
			return this.jobs.addFinished(Job.unchanged(known.get()));
		}
		this.files.keep(incoming, name.id(), name.extension());
		int passages = known.map(IndexedDocument::passages).orElse(0);
		IndexedDocument document = new IndexedDocument(name.id(), name.value(), UNKNOWN_TYPE, hash, incoming.size(),
				IndexedDocument.PENDING, null, passages, Instant.now().truncatedTo(ChronoUnit.MICROS));
		this.tables.write(document);
		this.worker.cancel(name.id());
		return this.jobs.enqueue(new Job(document));
	}

	private static boolean isReady(IndexedDocument document, String hash) {
		return document.state().equals(IndexedDocument.READY) && document.contentHash().equals(hash);
	}

	/**
	 * Finds a job.
	 * @param id the id of a job of this pipeline
	 * @return the job as it stands; empty if there was none, or it ended long ago
	 */
	public Optional<IngestionJob> job(String id) {
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
		return this.tables.document(id).filter((document) -> !document.isDeleted());
	}

	/**
	 * Finds a passage.
	 * @param passageId the id of a passage
	 * @return the passage, without its vector; empty if there is none
	 */
	public Optional<Passage> passage(String passageId) {
		return this.tables.passage(passageId);
	}

	/**
	 * Returns the passages of a document.
	 * @param documentId the id of a document
	 * @return its passages in order, without their vectors; none if it is not known
	 */
	public List<Passage> passages(String documentId) {
		return this.tables.passages(documentId);
	}

	/**
	 * Deletes a document, its passages and its file, and cancels its job.
	 * @param documentId the id of a document
	 * @return whether there was such a document
	 */
	public boolean delete(String documentId) {
		this.lock.lock();
		try {
			this.jobs.requireOpen();
			Optional<IndexedDocument> known = document(documentId);
			if (known.isEmpty()) {
				return false;
			}
			this.worker.cancel(documentId);
			// From this row on the document is gone: resume() removes what a crash
			// leaves.
			this.tables.write(known.get().deleted());
			this.tables.deletePassages(documentId, 0);
			this.files.remove(file(known.get()));
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says whether the user deleted a document, so that it is not put back unasked.
	 * @param name the name that it was submitted by
	 * @param contentHash the SHA-256 of its bytes in hexadecimal digits, or an
	 * {@link IndexedDocument#contentHash()}
	 * @return whether this content was deleted under this name and not submitted since
	 */
	public boolean wasDeleted(String name, String contentHash) {
		String bytes = contentHash.split("-", 2)[0];
		return this.tables.document(DocumentName.of(name).id())
			.filter(IndexedDocument::isDeleted)
			.filter((document) -> document.contentHash().startsWith(bytes + "-"))
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
			List<IndexedDocument> all = this.tables.documents();
			removeLeftovers(all);
			List<IngestionJob> resumed = new ArrayList<>();
			all.stream()
				.filter((document) -> document.state().equals(IndexedDocument.PENDING))
				.filter((document) -> this.jobs.active(document.id()).isEmpty())
				.sorted(Comparator.comparing(IndexedDocument::addedAt))
				.forEach((document) -> resumed.add(resume(document).snapshot()));
			return resumed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Job resume(IndexedDocument document) {
		Job job = new Job(document);
		if (Files.exists(file(document))) {
			return this.jobs.enqueue(job);
		}
		String error = "The file of '" + document.name() + "' is gone. Add it again.";
		this.tables.write(document.failed(error, this.tables.countPassages(document.id())));
		job.fail(error);
		return this.jobs.addFinished(job);
	}

	private void removeLeftovers(List<IndexedDocument> all) {
		for (IndexedDocument document : all) {
			if (document.isDeleted() && this.tables.countPassages(document.id()) > 0) {
				this.tables.deletePassages(document.id(), 0);
			}
		}
		Set<Path> known = all.stream()
			.filter((document) -> !document.isDeleted())
			.map(this::file)
			.collect(Collectors.toSet());
		this.files.removeAllBut(known);
	}

	private Path file(IndexedDocument document) {
		return this.files.path(document.id(), DocumentName.of(document.name()).extension());
	}

	/**
	 * Stops after the batch in hand. What was not finished goes on with the next
	 * {@link #resume()}.
	 */
	@Override
	public void close() {
		this.worker.close();
		logger.debug("Ingestion stopped");
	}

}
