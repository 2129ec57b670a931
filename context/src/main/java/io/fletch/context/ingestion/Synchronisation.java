package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.error.CancelledException;

/**
 * One run over a source: submits what is to be ingested, waits for it, and removes what
 * is gone. Removing comes last, so that a document under a new name is there before the
 * old name goes, and a run that breaks off has removed nothing.
 */
final class Synchronisation {

	private static final Logger logger = LoggerFactory.getLogger(Synchronisation.class);

	/** How many jobs may be open before another document is copied. */
	private static final int ROOM = 64;

	private final IngestionPipeline pipeline;

	private final JobList jobs;

	private final DocumentTables tables;

	private final DocumentSource source;

	private final SyncMode mode;

	private final BooleanSupplier stopped;

	private final Map<String, IndexedDocument> known = new HashMap<>();

	private final Set<String> seen = new HashSet<>();

	/** What is being ingested, by name. */
	private final Map<String, Job> running = new LinkedHashMap<>();

	private final List<String> added = new ArrayList<>();

	private final List<String> changed = new ArrayList<>();

	private final List<String> unchanged = new ArrayList<>();

	private final List<String> deletedByUser = new ArrayList<>();

	private final Map<String, String> failed = new LinkedHashMap<>();

	/** What failed although it may be in order. */
	private @Nullable String inDoubt;

	Synchronisation(IngestionPipeline pipeline, DocumentSource source, SyncMode mode, BooleanSupplier stopped) {
		this.pipeline = pipeline;
		this.jobs = pipeline.jobList();
		this.tables = pipeline.tables();
		this.source = source;
		this.mode = mode;
		this.stopped = stopped;
	}

	/**
	 * Takes documents for present although they are not listed.
	 */
	Synchronisation keeping(Collection<String> names) {
		names.forEach((name) -> this.seen.add(DocumentName.ofPath(name).id()));
		return this;
	}

	SyncReport run() {
		requireGoing();
		rememberKnown();
		try (Stream<SourceDocument> documents = this.source.documents()) {
			for (Iterator<SourceDocument> each = documents.iterator(); each.hasNext();) {
				requireGoing();
				take(each.next());
			}
		}
		catch (UncheckedIOException ex) {
			throw unreadable(Objects.requireNonNull(ex.getCause(), "It never comes without one"));
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
		awaitJobs();
		requireGoing();
		List<String> removed = new ArrayList<>();
		String nothingRemoved = (this.mode == SyncMode.FULL) ? removeGone(removed) : null;
		SyncReport report = new SyncReport(this.added, this.changed, this.unchanged, removed, this.deletedByUser,
				Collections.unmodifiableMap(this.failed), nothingRemoved);
		logger.info("Synchronised '{}': {}", this.source.name(), report);
		return report;
	}

	private void rememberKnown() {
		try {
			this.tables.documents().forEach((document) -> this.known.put(document.id(), document));
		}
		catch (CancelledException ex) {
			throw cancelled(ex);
		}
	}

	private UncheckedIOException unreadable(IOException cause) {
		return new UncheckedIOException(
				"The source '" + this.source.name() + "' cannot be read completely (" + cause.getClass().getSimpleName()
						+ ": " + cause.getMessage() + "). Nothing was removed; synchronise it again when it can",
				cause);
	}

	private void take(SourceDocument document) {
		DocumentName name;
		try {
			name = DocumentName.ofPath(document.name());
		}
		catch (IllegalArgumentException ex) {
			this.failed.put(document.name(), String.valueOf(ex.getMessage()));
			return;
		}
		// Whatever is wrong with it, from here on it is not gone.
		boolean isNew = this.seen.add(name.id());
		Optional<String> obstacle = obstacle(name, isNew);
		List<@Nullable String> tags = List.of();
		try {
			tags = Submission.tags(document.tags());
		}
		catch (IllegalArgumentException ex) {
			obstacle = obstacle.or(() -> Optional.of(String.valueOf(ex.getMessage())));
		}
		if (obstacle.isPresent()) {
			this.failed.put(name.value(), obstacle.get());
			return;
		}
		try {
			this.pipeline.requireReadable(name.value());
			take(document, new Submission(name, this.source.name(), tags, this.mode == SyncMode.NONE, false));
		}
		catch (UnreadableDocumentException ex) {
			this.failed.put(name.value(), String.valueOf(ex.getMessage()));
		}
		catch (IOException | UncheckedIOException ex) {
			doubt(name.value(), "'" + name.value() + "' cannot be read: " + ex.getMessage());
		}
	}

	private Optional<String> obstacle(DocumentName name, boolean isNew) {
		if (!isNew) {
			return Optional.of("The source has two documents of the name '" + name.value() + "'. Rename one.");
		}
		IndexedDocument present = this.known.get(name.id());
		String other = (present != null && !present.isDeleted()) ? present.source() : null;
		if (other != null && !other.equals(this.source.name())) {
			return Optional.of("'" + name.value() + "' belongs to the source '" + other
					+ "' already. Rename it, or give one of the sources a prefix.");
		}
		return Optional.empty();
	}

	private void take(SourceDocument document, Submission submission) throws IOException {
		String name = submission.name().value();
		String sha256 = document.hash(this.pipeline.maxBytes(), this::requireGoing);
		IndexedDocument present = this.known.get(submission.name().id());
		boolean isKnown = present != null && !present.isDeleted();
		if (present != null && present.wasDeletedByUser(sha256)) {
			this.deletedByUser.add(name);
			return;
		}
		if (present != null && isKnown && isForeign(present, sha256)) {
			this.failed.put(name, "'" + name + "' was submitted alone, with other content, already. Rename it, give the"
					+ " source a prefix, or delete the submitted one.");
			return;
		}
		if (present != null && isSettled(present, submission, this.pipeline.hash(sha256))) {
			settled(present);
			return;
		}
		awaitRoom();
		Job job;
		try (InputStream content = document.content().open()) {
			job = this.pipeline.submit(submission, content);
		}
		catch (CancelledException ex) {
			throw cancelled(ex);
		}
		if (job.snapshot().unchanged()) {
			this.unchanged.add(name);
			return;
		}
		this.running.put(name, job);
		(isKnown ? this.changed : this.added).add(name);
	}

	/**
	 * Says whether a document of this name was submitted alone and has other content: a
	 * file that is only called the same must not take its place.
	 */
	private static boolean isForeign(IndexedDocument present, String sha256) {
		return present.source() == null && !present.contentHash().startsWith(sha256 + "-");
	}

	/**
	 * Says whether nothing would come of ingesting a document: it is ready, or failed for
	 * a reason that lies in its content. What ended the process is not even tried again
	 * where everything is read anew.
	 */
	private boolean isSettled(IndexedDocument present, Submission submission, String hash) {
		boolean hopeless = present.isFailed() && !Failure.isPassing(String.valueOf(present.reason()))
				&& !Failure.FILE_GONE.equals(present.reason());
		boolean endedTheProcess = present.isFailed() && Failure.CUT_SHORT.equals(present.reason());
		return submission.isSame(present, hash)
				&& (endedTheProcess || (!submission.isForced() && (present.isReady(hash) || hopeless)));
	}

	private void settled(IndexedDocument present) {
		if (present.isFailed()) {
			this.failed.put(present.name(), Objects.requireNonNullElse(present.error(), ""));
		}
		else {
			this.unchanged.add(present.name());
		}
	}

	private void awaitRoom() {
		locked(() -> {
			while (this.jobs.countActive() >= ROOM) {
				awaitChange();
			}
		});
	}

	private void awaitJobs() {
		locked(() -> {
			while (this.running.values().stream().anyMatch(Job::isActive)) {
				awaitChange();
			}
			this.running.forEach((name, job) -> {
				if (job.state() != State.DONE) {
					ended(name, job);
				}
			});
		});
	}

	private void ended(String name, Job job) {
		this.added.remove(name);
		this.changed.remove(name);
		String reason = Objects.requireNonNullElse(job.document().reason(), "");
		if (job.state() == State.CANCELLED) {
			doubt(name, "'" + name + "' was cancelled, deleted or submitted anew meanwhile.");
		}
		else if (Failure.isPassing(reason)) {
			doubt(name, Objects.requireNonNullElse(job.document().error(), reason));
		}
		else {
			this.failed.put(name, Objects.requireNonNullElse(job.document().error(), reason));
		}
	}

	private void doubt(String name, String message) {
		this.failed.put(name, message);
		this.inDoubt = message;
	}

	private void awaitChange() {
		requireGoing();
		try {
			this.jobs.awaitChange();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw cancelled(ex);
		}
		requireGoing();
	}

	private void requireGoing() {
		this.jobs.requireOpen();
		if (this.stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
			throw cancelled(null);
		}
	}

	private CancelledException cancelled(@Nullable Throwable cause) {
		return new CancelledException("The synchronisation of '" + this.source.name()
				+ "' was interrupted. Nothing was removed; what was taken is ingested all the same", cause);
	}

	private @Nullable String removeGone(List<String> removed) {
		List<IndexedDocument> gone = this.known.values()
			.stream()
			.filter((document) -> !document.isDeleted() && this.source.name().equals(document.source()))
			.filter((document) -> !this.seen.contains(document.id()))
			.toList();
		if (gone.isEmpty()) {
			return null;
		}
		if (this.seen.isEmpty()) {
			return warned("The source holds no document any more, but held " + gone.size()
					+ ". If they are to go, delete them.");
		}
		if (this.inDoubt != null) {
			return warned("Something failed that may go well later: " + this.inDoubt);
		}
		for (IndexedDocument document : gone) {
			if (this.pipeline.remove(document.id(), this.source.name())) {
				removed.add(document.name());
			}
		}
		Collections.sort(removed);
		return null;
	}

	private String warned(String reason) {
		logger.warn("Removed nothing that is gone from '{}': {}", this.source.name(), reason);
		return reason;
	}

	private void locked(Runnable action) {
		this.jobs.lock().lock();
		try {
			action.run();
		}
		finally {
			this.jobs.lock().unlock();
		}
	}

}
