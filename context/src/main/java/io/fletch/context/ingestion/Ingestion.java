package io.fletch.context.ingestion;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.embedding.CheckedEmbedding;
import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.reading.UnreadableDocumentException.Reason;
import io.fletch.context.splitting.Chunk;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.PartialEmbeddingException;
import io.fletch.store.error.StoreException;

/**
 * Takes a document from its file to its passages. Whatever it writes it writes under the
 * pipeline's lock, after looking whether the job still counts; several may run at once.
 */
final class Ingestion {

	private static final Logger logger = LoggerFactory.getLogger(Ingestion.class);

	private static final int BATCH = 32;

	private final JobList jobs;

	private final DocumentTables tables;

	private final IngestionSettings settings;

	private final Supplier<EmbeddingFunction> function;

	private final DocumentFiles files;

	Ingestion(JobList jobs, DocumentTables tables, IngestionSettings settings, Supplier<EmbeddingFunction> function,
			DocumentFiles files) {
		this.jobs = jobs;
		this.tables = tables;
		this.settings = settings;
		this.function = function;
		this.files = files;
	}

	/**
	 * Ingests a document. Whatever goes wrong concerns it alone, and is told by its job.
	 */
	void run(Job job) {
		String id = job.document().id();
		try {
			this.files.marks().begun(id);
			ingest(job);
		}
		catch (StoppedException ex) {
			logger.debug("Stopped ingesting '{}'", job.document().name());
		}
		catch (RuntimeException | Error ex) {
			// Readers, splitters, enrichers and functions are anybody's; the worker goes
			// on.
			locked(() -> fail(job, ex));
		}
		finally {
			this.files.marks().ended(id);
		}
	}

	private void ingest(Job job) {
		ParsedDocument parsed = read(job);
		List<Passage> passages = passages(job, parsed);
		int done = keepStored(job, parsed, passages);
		while (done < passages.size()) {
			List<Passage> batch = passages.subList(done, Math.min(done + BATCH, passages.size()));
			store(job, embed(job, batch), passages.size());
			done += batch.size();
		}
		whileActive(job, () -> {
			this.jobs.enter(job, Stage.INDEX);
			this.tables.write(job.document().ready(parsed.mediaType(), passages.size()));
			this.jobs.done(job);
		});
		logger.info("Ingested '{}': {} passages", job.document().name(), passages.size());
	}

	private ParsedDocument read(Job job) {
		return work(job, () -> this.settings.reader().read(job.document().name(), this.files.path(job.document())));
	}

	/**
	 * Does what may be interrupted: everything but the store's writes.
	 */
	private <T> T work(Job job, Supplier<T> work) {
		whileActive(job, () -> job.working(Thread.currentThread()));
		try {
			return work.get();
		}
		finally {
			locked(() -> {
				job.working(null);
				// An interrupt that came too late must not reach the store's files.
				Thread.interrupted();
			});
		}
	}

	private List<Passage> passages(Job job, ParsedDocument parsed) {
		enter(job, Stage.SPLIT);
		List<Chunk> chunks = work(job, () -> this.settings.splitter().split(parsed));
		if (chunks.isEmpty()) {
			throw new UnreadableDocumentException(job.document().name(), Reason.EMPTY, (Throwable) null);
		}
		PassageMaker.requireChunksOf(parsed.text(), chunks, this.settings.splitter());
		if (this.settings.enricher() != null) {
			enter(job, Stage.ENRICH);
			whileActive(job, () -> this.jobs.progress(job, 0, chunks.size()));
		}
		return PassageMaker.passages(job.document(), chunks,
				work(job, () -> PassageMaker.contexts(this.settings.enricher(), parsed, chunks)));
	}

	/**
	 * Keeps the stored passages that are as they should be, from the first on, and
	 * deletes the others. From here on the document's text is the new one.
	 */
	private int keepStored(Job job, ParsedDocument parsed, List<Passage> passages) {
		int[] kept = new int[1];
		whileActive(job, () -> {
			this.jobs.enter(job, Stage.EMBED);
			String id = job.document().id();
			List<Passage> stored = this.tables.passages(id);
			kept[0] = commonPrefix(stored, passages);
			if (kept[0] < stored.size()) {
				this.tables.deletePassages(id, kept[0]);
			}
			List<Passage> remaining = stored.subList(0, kept[0]);
			if (remaining.stream().anyMatch((passage) -> !passage.tags().equals(job.document().tags()))) {
				this.tables.tag(id, job.document().tags());
			}
			this.tables.texts().write(id, parsed.text());
			this.jobs.progress(job, kept[0], passages.size());
		});
		return kept[0];
	}

	private static int commonPrefix(List<Passage> stored, List<Passage> wanted) {
		int common = 0;
		while (common < stored.size() && common < wanted.size() && wanted.get(common).isSame(stored.get(common))) {
			common++;
		}
		return common;
	}

	private List<Passage> embed(Job job, List<Passage> batch) {
		CheckedEmbedding embedding = new CheckedEmbedding(this.function.get());
		List<String> texts = batch.stream().map(Passage::embeddedText).toList();
		try {
			return withVectors(batch, work(job, () -> embedding.embed(texts)));
		}
		catch (PartialEmbeddingException ex) {
			// What was paid for is kept: the next attempt goes on behind it.
			store(job, withVectors(batch, embedding.beginning(ex.embedded())), job.snapshot().total());
			throw ex;
		}
	}

	private static List<Passage> withVectors(List<Passage> batch, List<float[]> vectors) {
		List<Passage> embedded = new ArrayList<>(batch.size());
		for (int index = 0; index < vectors.size(); index++) {
			embedded.add(batch.get(index).withVector(vectors.get(index)));
		}
		return embedded;
	}

	private void store(Job job, List<Passage> embedded, int total) {
		if (embedded.isEmpty()) {
			return;
		}
		// What arrives while this closes is kept as well: it may have been paid for.
		locked(() -> {
			requireActive(job, this.jobs.isAbandoned());
			// It may have been tagged anew since they were made.
			List<@Nullable String> tags = job.document().tags();
			this.tables.add(embedded.stream().map((passage) -> passage.withTags(tags)).toList());
			this.files.marks().advanced(job.document().id());
			this.jobs.progress(job, embedded.getLast().ordinal() + 1, total);
		});
	}

	private void enter(Job job, Stage stage) {
		whileActive(job, () -> this.jobs.enter(job, stage));
	}

	private void fail(Job job, Throwable thrown) {
		if (!job.isActive()) {
			return;
		}
		if (this.jobs.isClosed()) {
			job.requeue();
			return;
		}
		Failure failure = Failure.of(job.document().name(), thrown);
		int attempts = job.document().attempts() + 1;
		boolean again = failure.isPassing() && attempts < this.settings.work().attempts();
		boolean expected = thrown instanceof UnreadableDocumentException;
		logger.warn("Attempt {} to ingest '{}' failed{}: {}", attempts, job.document().name(),
				again ? ", and is repeated" : "", failure.message(), (expected || again) ? null : thrown);
		if (again) {
			IndexedDocument retrying = job.document().retrying(failure, attempts);
			writeFailure(retrying);
			this.jobs.retry(job, retrying, Patience.nanos(this.settings.work().delayAfter(attempts)));
		}
		else {
			IndexedDocument failed = job.document().failed(failure, attempts, stored(job.document()));
			writeFailure(failed);
			this.jobs.fail(job, failed);
		}
	}

	private int stored(IndexedDocument document) {
		try {
			return this.tables.countPassages(document.id());
		}
		catch (StoreException | UncheckedIOException ex) {
			logger.error("Could not count the passages of '{}'", document.name(), ex);
			return document.passages();
		}
	}

	private void writeFailure(IndexedDocument document) {
		try {
			this.tables.write(document);
		}
		catch (StoreException | UncheckedIOException ex) {
			// The row stays pending, so that the next start tries again.
			logger.error("Could not record that '{}' failed", document.name(), ex);
		}
	}

	private void whileActive(Job job, Runnable action) {
		locked(() -> {
			requireActive(job, this.jobs.isClosed());
			action.run();
		});
	}

	private static void requireActive(Job job, boolean isOver) {
		if (!job.isActive()) {
			throw new StoppedException();
		}
		if (isOver) {
			job.requeue();
			throw new StoppedException();
		}
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
