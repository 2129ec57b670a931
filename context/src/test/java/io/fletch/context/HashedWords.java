package io.fletch.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * A small embedding function for tests: counts words in hashed places. It can be made to
 * wait at a batch, to fail, or to be slow.
 */
public final class HashedWords implements EmbeddingFunction {

	private static final int DIMENSIONS = 64;

	private final AtomicInteger embedded = new AtomicInteger();

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final int gate;

	private final long nanosPerText;

	private final AtomicInteger batches = new AtomicInteger();

	private volatile boolean failing;

	public HashedWords() {
		this(-1, 0);
	}

	private HashedWords(int gate, long nanosPerText) {
		this.gate = gate;
		this.nanosPerText = nanosPerText;
	}

	/**
	 * Returns a function that waits before a batch until it is released.
	 * @param batch the number of the batch, from 0
	 * @return the function
	 */
	public static HashedWords waitingAt(int batch) {
		return new HashedWords(batch, 0);
	}

	/**
	 * Returns a function that takes its time.
	 * @param nanosPerText how long a text takes
	 * @return the function
	 */
	public static HashedWords slow(long nanosPerText) {
		return new HashedWords(-1, nanosPerText);
	}

	public void awaitReached() {
		await(this.reached);
	}

	public void release() {
		this.released.countDown();
	}

	public void failing(boolean failing) {
		this.failing = failing;
	}

	public int embedded() {
		return this.embedded.get();
	}

	@Override
	public String name() {
		return "hashed-words";
	}

	@Override
	public int dimensions() {
		return DIMENSIONS;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		if (this.batches.getAndIncrement() == this.gate) {
			this.reached.countDown();
			await(this.released);
		}
		if (this.failing) {
			throw new EmbeddingException("The model broke");
		}
		LockSupport.parkNanos(this.nanosPerText * sources.size());
		this.embedded.addAndGet(sources.size());
		List<float[]> vectors = new ArrayList<>();
		sources.forEach((source) -> vectors.add(embedQuery(source)));
		return vectors;
	}

	@Override
	public float[] embedQuery(String query) {
		float[] vector = new float[DIMENSIONS];
		vector[0] = 0.01f;
		for (String word : query.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
			vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
		}
		return vector;
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("waited too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("must not be interrupted while embedding", ex);
		}
	}

}
