package io.fletch.context.enrichment;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.fletch.context.language.LanguageModelException;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * Asks a model about the chunks of one document.
 */
final class ModelRun {

	/** A model that is down must not be waited for a thousand times. */
	private static final int FAILURES_IN_A_ROW = 5;

	private static final int MAX_CHARACTERS = 2_000;

	private final ModelEnricher enricher;

	private final ParsedDocument document;

	private final ModelPrompt prompt;

	private final Semaphore permits;

	/** How often it failed since it answered last. */
	private final AtomicInteger failed = new AtomicInteger();

	private volatile boolean isDown;

	private volatile @Nullable RuntimeException lastFailure;

	ModelRun(ModelEnricher enricher, ParsedDocument document) {
		this.enricher = enricher;
		this.document = document;
		this.prompt = new ModelPrompt(document);
		this.permits = new Semaphore(enricher.concurrency());
	}

	List<@Nullable String> contexts(List<Chunk> chunks) {
		List<Future<@Nullable String>> answers = new ArrayList<>(chunks.size());
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
			try {
				for (Chunk chunk : chunks) {
					this.permits.acquire();
					answers.add(executor.submit(() -> release(chunk)));
				}
				List<@Nullable String> contexts = collect(answers);
				requireAnswers(chunks.size());
				return contexts;
			}
			catch (InterruptedException ex) {
				executor.shutdownNow();
				Thread.currentThread().interrupt();
				throw new LanguageModelException("Interrupted while a model was asked about " + chunks.size()
						+ " passages of '" + this.document.title() + "'", ex);
			}
			catch (RuntimeException ex) {
				// Whatever it is, the questions under way are not waited for.
				executor.shutdownNow();
				throw ex;
			}
		}
	}

	/**
	 * Fails where the model does, not some chunk: their contexts would be lost for ever.
	 */
	private void requireAnswers(int chunks) {
		RuntimeException last = this.lastFailure;
		if (last != null && !this.enricher.goesOn() && (this.isDown || this.failed.get() >= chunks)) {
			throw new LanguageModelException(
					"The model '" + this.enricher.model().name() + "' failed at several passages of '"
							+ this.document.title() + "' in a row, or at all, the last time with: " + last
							+ ". Try the document again when the model answers",
					last);
		}
	}

	private static List<@Nullable String> collect(List<Future<@Nullable String>> answers) throws InterruptedException {
		List<@Nullable String> contexts = new ArrayList<>(answers.size());
		for (Future<@Nullable String> answer : answers) {
			try {
				contexts.add(answer.get());
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("The listener to failures, or the cache, broke", ex.getCause());
			}
		}
		return contexts;
	}

	private @Nullable String release(Chunk chunk) {
		try {
			return context(chunk);
		}
		finally {
			this.permits.release();
		}
	}

	private @Nullable String context(Chunk chunk) {
		String key = this.prompt.key(this.enricher.model().name(), this.enricher.instructions(), chunk);
		Optional<String> kept = find(key, chunk);
		if (kept.isPresent()) {
			return kept.get();
		}
		String answer = ask(chunk);
		if (answer == null || answer.isEmpty()) {
			return null;
		}
		keep(key, answer, chunk);
		return answer;
	}

	private @Nullable String ask(Chunk chunk) {
		RuntimeException last = this.lastFailure;
		if (this.isDown && last != null) {
			if (this.enricher.goesOn()) {
				report(chunk, last);
			}
			return null;
		}
		try {
			String answer = this.enricher.model().generate(this.enricher.instructions(), this.prompt.of(chunk));
			this.failed.set(0);
			return this.prompt.clean(answer, MAX_CHARACTERS);
		}
		catch (RuntimeException ex) {
			// The model is the application's and may throw anything.
			this.lastFailure = ex;
			if (this.failed.incrementAndGet() >= FAILURES_IN_A_ROW) {
				this.isDown = true;
			}
			report(chunk, ex);
			return null;
		}
	}

	private Optional<String> find(String key, Chunk chunk) {
		EnrichmentCache cache = this.enricher.cache();
		try {
			return (cache != null) ? cache.find(key) : Optional.empty();
		}
		catch (UncheckedIOException ex) {
			report(chunk, ex);
			return Optional.empty();
		}
	}

	private void keep(String key, String answer, Chunk chunk) {
		EnrichmentCache cache = this.enricher.cache();
		try {
			if (cache != null) {
				cache.keep(key, answer);
			}
		}
		catch (UncheckedIOException ex) {
			report(chunk, ex);
		}
	}

	private void report(Chunk chunk, RuntimeException cause) {
		this.enricher.report(new EnrichmentFailure(this.document.title(), chunk, cause));
	}

}
