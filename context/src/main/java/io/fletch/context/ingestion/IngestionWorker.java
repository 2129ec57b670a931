package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.reading.UnreadableDocumentException.Reason;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * The thread that ingests, one job after the other. Whatever it writes it writes under
 * the pipeline's lock, after looking whether the job still counts.
 */
final class IngestionWorker {

	private static final Logger logger = LoggerFactory.getLogger(IngestionWorker.class);

	private static final int BATCH = 32;

	private final JobList jobs;

	private final DocumentTables tables;

	private final IngestionSettings settings;

	private final Supplier<EmbeddingFunction> function;

	private final Function<IndexedDocument, Path> files;

	private final Thread thread = Thread.ofPlatform().daemon().name("fletch-ingestion").unstarted(this::run);

	/** The job whose file is being read: the only work that may be interrupted. */
	private @Nullable Job reading;

	IngestionWorker(JobList jobs, DocumentTables tables, IngestionSettings settings,
			Supplier<EmbeddingFunction> function, Function<IndexedDocument, Path> files) {
		this.jobs = jobs;
		this.tables = tables;
		this.settings = settings;
		this.function = function;
		this.files = files;
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Cancels the job of a document. The caller holds the lock.
	 */
	void cancel(String documentId) {
		Optional<Job> active = this.jobs.active(documentId);
		if (active.isPresent()) {
			active.get().end(State.CANCELLED);
			this.jobs.trim();
			if (active.get() == this.reading) {
				this.thread.interrupt();
			}
		}
	}

	void close() {
		locked(() -> {
			this.jobs.close();
			if (this.reading != null) {
				this.thread.interrupt();
			}
		});
		boolean interrupted = false;
		while (this.thread.isAlive()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				// The batch in hand must end before the caller may close the database.
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		for (Job job = this.jobs.take(); job != null; job = this.jobs.take()) {
			try {
				ingest(job);
			}
			catch (StoppedException ex) {
				logger.debug("Stopped ingesting '{}'", job.document().name());
			}
			catch (RuntimeException | Error ex) {
				fail(job, ex);
			}
		}
	}

	private void ingest(Job job) {
		ParsedDocument parsed = read(job);
		enter(job, Stage.SPLIT);
		List<Passage> passages = new PassageMaker(this.settings).passages(job.document().id(), parsed);
		if (passages.isEmpty()) {
			throw new UnreadableDocumentException(job.document().name(), Reason.EMPTY, (Throwable) null);
		}
		int done = keepStored(job, passages);
		while (done < passages.size()) {
			List<Passage> batch = passages.subList(done, Math.min(done + BATCH, passages.size()));
			List<Passage> embedded = embed(batch);
			int after = done + batch.size();
			whileActive(job, () -> {
				this.tables.add(embedded);
				job.progress(after, passages.size());
			});
			done = after;
		}
		enter(job, Stage.INDEX);
		whileActive(job, () -> {
			IndexedDocument document = job.document();
			this.tables.write(document.ready(parsed.mediaType(), document.contentHash(), passages.size()));
			job.end(State.DONE);
			this.jobs.trim();
		});
		logger.info("Ingested '{}': {} passages", job.document().name(), passages.size());
	}

	private ParsedDocument read(Job job) {
		whileActive(job, () -> this.reading = job);
		try {
			return this.settings.reader().read(job.document().name(), this.files.apply(job.document()));
		}
		finally {
			locked(() -> {
				this.reading = null;
				// An interrupt that came too late must not reach the store's files.
				Thread.interrupted();
			});
		}
	}

	/**
	 * Keeps the stored passages that are as they should be, from the first on, and
	 * deletes the others.
	 */
	private int keepStored(Job job, List<Passage> passages) {
		int[] kept = new int[1];
		whileActive(job, () -> {
			job.enter(Stage.EMBED);
			List<Passage> stored = this.tables.passages(job.document().id());
			kept[0] = commonPrefix(stored, passages);
			if (kept[0] < stored.size()) {
				this.tables.deletePassages(job.document().id(), kept[0]);
			}
			job.progress(kept[0], passages.size());
		});
		return kept[0];
	}

	private static int commonPrefix(List<Passage> stored, List<Passage> wanted) {
		int common = 0;
		while (common < stored.size() && common < wanted.size() && isSame(stored.get(common), wanted.get(common))) {
			common++;
		}
		return common;
	}

	private static boolean isSame(Passage left, Passage right) {
		return left.ordinal() == right.ordinal() && left.start() == right.start() && left.end() == right.end()
				&& left.text().equals(right.text()) && Objects.equals(left.heading(), right.heading())
				&& Objects.equals(left.page(), right.page());
	}

	private List<Passage> embed(List<Passage> batch) {
		List<float[]> vectors = this.function.get().embedSources(batch.stream().map(Passage::text).toList());
		List<Passage> embedded = new ArrayList<>(batch.size());
		for (int index = 0; index < batch.size(); index++) {
			embedded.add(batch.get(index).withVector(vectors.get(index)));
		}
		return embedded;
	}

	private void enter(Job job, Stage stage) {
		whileActive(job, () -> job.enter(stage));
	}

	private void fail(Job job, Throwable failure) {
		locked(() -> {
			if (!job.isActive()) {
				return;
			}
			if (this.jobs.isClosed()) {
				job.requeue();
				return;
			}
			String message = message(job, failure);
			job.fail(message);
			this.jobs.trim();
			boolean expected = failure instanceof UnreadableDocumentException;
			logger.warn("Could not ingest '{}': {}", job.document().name(), message, expected ? null : failure);
			writeFailure(job.document(), message);
		});
	}

	private void writeFailure(IndexedDocument document, String message) {
		try {
			this.tables.write(document.failed(message, this.tables.countPassages(document.id())));
		}
		catch (RuntimeException ex) {
			// The row stays pending, so that the next start tries again.
			logger.error("Could not record that '{}' failed", document.name(), ex);
		}
	}

	private static String message(Job job, Throwable failure) {
		if (failure instanceof UnreadableDocumentException && failure.getMessage() != null) {
			return failure.getMessage();
		}
		return "'" + job.document().name() + "' could not be ingested: "
				+ Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName())
				+ ". Add it again.";
	}

	private void whileActive(Job job, Runnable action) {
		locked(() -> {
			if (!job.isActive()) {
				throw new StoppedException();
			}
			if (this.jobs.isClosed()) {
				job.requeue();
				throw new StoppedException();
			}
			action.run();
		});
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

	/**
	 * The job was cancelled or the pipeline closed.
	 */
	private static final class StoppedException extends RuntimeException {

		StoppedException() {
			super("Stopped", null, false, false);
		}

	}

}
