package io.fletch.sample.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;

/**
 * Ingests the bundled documents in the background once the application is up, and says in
 * the log how far it is. Documents that were ingested before are found unchanged;
 * documents that the user deleted stay deleted.
 */
@Component
@ConditionalOnBooleanProperty(name = "fletch.sample.corpus", matchIfMissing = true)
class CorpusIngestion {

	private static final long POLL_MILLIS = 100;

	private static final Logger logger = LoggerFactory.getLogger(CorpusIngestion.class);

	private final IngestionPipeline pipeline;

	private final BundledCorpus corpus;

	private final CountDownLatch closing = new CountDownLatch(1);

	CorpusIngestion(IngestionPipeline pipeline, BundledCorpus corpus) {
		this.pipeline = pipeline;
		this.corpus = corpus;
	}

	@EventListener(ApplicationReadyEvent.class)
	@Order(1)
	void begin() {
		Thread.ofVirtual().name("corpus").start(this::run);
	}

	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.closing.countDown();
	}

	private void run() {
		long begun = System.nanoTime();
		try {
			follow(submit(), begun);
		}
		catch (IOException ex) {
			logger.error("The bundled documents cannot be read out of the application", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private List<IngestionJob> submit() throws IOException {
		List<IngestionJob> jobs = new ArrayList<>();
		for (BundledDocument document : this.corpus.documents()) {
			if (isClosing()) {
				return jobs;
			}
			try {
				submit(document).ifPresent(jobs::add);
			}
			catch (IOException | RuntimeException ex) {
				// The pipeline closes with the application; what was not taken is at the
				// next start.
				if (!isClosing()) {
					logger.error("{} cannot be taken; the other bundled documents are", document.name(), ex);
				}
			}
		}
		return jobs;
	}

	private Optional<IngestionJob> submit(BundledDocument document) throws IOException {
		if (this.pipeline.wasDeleted(document.name(), document.sha256())) {
			logger.info("{} was deleted by the user and is left out", document.name());
			return Optional.empty();
		}
		try (InputStream content = document.open()) {
			return Optional.of(this.pipeline.submit(document.name(), content, null));
		}
	}

	private boolean isClosing() {
		return this.closing.getCount() == 0;
	}

	private void follow(List<IngestionJob> jobs, long begun) throws InterruptedException {
		long waiting = jobs.stream().filter((job) -> !job.unchanged()).count();
		if (waiting == 0) {
			logger.info("Bundled documents: all {} unchanged, found in {} ms", jobs.size(), millisSince(begun));
			return;
		}
		logger.info("Bundled documents: ingesting {} of {}", waiting, jobs.size());
		int done = 0;
		int passages = 0;
		for (IngestionJob submitted : jobs) {
			IngestionJob job = await(submitted);
			if (!job.state().isFinal()) {
				return;
			}
			done++;
			passages += job.done();
			report(job, done, jobs.size());
		}
		logger.info("Bundled documents: {} ready, {} passages, in {} ms", done, passages, millisSince(begun));
	}

	/** Returns the job when it has ended, or as it stands when the application closes. */
	private IngestionJob await(IngestionJob submitted) throws InterruptedException {
		IngestionJob job = submitted;
		while (!job.state().isFinal() && !this.closing.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
			job = this.pipeline.job(submitted.id()).orElse(job);
		}
		return job;
	}

	private static void report(IngestionJob job, int done, int all) {
		if (job.error() != null) {
			logger.warn("Bundled documents: {} of {}, {} failed: {}", done, all, job.name(), job.error());
		}
		else if (!job.unchanged()) {
			logger.info("Bundled documents: {} of {}, {} with {} passages", done, all, job.name(), job.done());
		}
	}

	private static long millisSince(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun).toMillis();
	}

}
