package io.fletch.embeddings.remote;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fletch.embeddings.http.Batch;
import io.fletch.embeddings.http.BatchTooLargeException;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.PartialEmbeddingException;

/**
 * The batches of one call, several of them under way at once. When one fails, those under
 * way are waited for, as they are paid for, and no other is begun.
 */
final class BatchRun {

	private final ApiClient client;

	private final VectorCheck check;

	private final Semaphore permits;

	private final int concurrency;

	private final Purpose purpose;

	private final float[] @Nullable [] vectors;

	private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

	BatchRun(ApiClient client, VectorCheck check, Permits permits, Purpose purpose, int texts) {
		this.client = client;
		this.check = check;
		this.permits = permits.semaphore();
		this.concurrency = permits.all();
		this.purpose = purpose;
		this.vectors = new float[texts][];
	}

	/**
	 * Returns the vectors of all batches.
	 * @throws PartialEmbeddingException if it failed when some were embedded
	 * @throws EmbeddingException if it failed when none was
	 */
	List<float[]> run(String name, List<Batch> batches) {
		if (batches.size() == 1) {
			embedOrFail(batches.getFirst());
		}
		else if (!batches.isEmpty()) {
			embedAll(batches);
		}
		RuntimeException ex = this.failure.get();
		Map<Integer, float[]> embedded = embedded();
		if (ex == null) {
			return List.copyOf(embedded.values());
		}
		String reason = "Embedding function '" + name + "' ";
		if (embedded.isEmpty()) {
			throw new EmbeddingException(reason + "failed: " + ex.getMessage(), ex);
		}
		throw new PartialEmbeddingException(reason + "embedded " + embedded.size() + " of " + this.vectors.length
				+ " texts, then failed: " + ex.getMessage(), ex, embedded);
	}

	/**
	 * Uses no more threads than there may be requests, so that a question that comes
	 * meanwhile waits for few of many batches.
	 */
	private void embedAll(List<Batch> batches) {
		AtomicInteger next = new AtomicInteger();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<? extends Future<?>> workers = IntStream.range(0, Math.min(this.concurrency, batches.size()))
				.mapToObj((i) -> threads.submit(() -> embedNext(batches, next)))
				.toList();
			try {
				for (Future<?> worker : workers) {
					worker.get();
				}
			}
			catch (InterruptedException ex) {
				interrupted(ex);
				threads.shutdownNow();
			}
			catch (ExecutionException ex) {
				this.failure.compareAndSet(null, new EmbeddingException("a thread died", ex.getCause()));
			}
		}
	}

	private void embedNext(List<Batch> batches, AtomicInteger next) {
		int number = next.getAndIncrement();
		while (number < batches.size() && this.failure.get() == null) {
			embedOrFail(batches.get(number));
			number = next.getAndIncrement();
		}
	}

	private void embedOrFail(Batch batch) {
		try {
			this.permits.acquire();
			try {
				embed(batch);
			}
			finally {
				this.permits.release();
			}
		}
		catch (InterruptedException ex) {
			interrupted(ex);
		}
		catch (RuntimeException ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	private void interrupted(InterruptedException cause) {
		this.failure.compareAndSet(null, new EmbeddingException("was interrupted while it waited", cause));
		Thread.currentThread().interrupt();
	}

	private void embed(Batch batch) throws InterruptedException {
		try {
			List<float[]> answer = this.client.embed(batch.texts(), this.purpose);
			for (int i = 0; i < answer.size(); i++) {
				this.vectors[batch.start() + i] = this.check.check(answer.get(i));
			}
		}
		catch (BatchTooLargeException ex) {
			if (batch.texts().size() == 1) {
				throw new EmbeddingException(ex.getMessage() + " to text " + batch.start() + " of the call, of "
						+ batch.texts().getFirst().length() + " characters. If it is too long, split it.", ex);
			}
			for (Batch half : batch.halves()) {
				embed(half);
			}
		}
	}

	private Map<Integer, float[]> embedded() {
		Map<Integer, float[]> embedded = new TreeMap<>();
		for (int i = 0; i < this.vectors.length; i++) {
			float[] vector = this.vectors[i];
			if (vector != null) {
				embedded.put(i, vector);
			}
		}
		return embedded;
	}

	/**
	 * How many requests may be under way, in all calls together.
	 *
	 * @param all that number
	 * @param semaphore what is left of it
	 */
	record Permits(int all, Semaphore semaphore) {

		Permits(int all) {
			this(all, new Semaphore(all, true));
		}

	}

}
