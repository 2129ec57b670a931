package io.fletch.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

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

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	private volatile UnaryOperator<List<float[]>> spoiler = UnaryOperator.identity();

	private final Queue<UnaryOperator<List<float[]>>> spoilers = new ConcurrentLinkedQueue<>();

	private volatile boolean failing;

	private volatile RuntimeException failure = new EmbeddingException("The model broke");

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

	/**
	 * Lets the next calls fail.
	 * @param times how many calls
	 * @param thrown what they throw
	 */
	public void failNext(int times, RuntimeException thrown) {
		this.failure = thrown;
		this.failures.set(times);
	}

	/**
	 * Makes something else of the vectors from now on.
	 * @param spoiled what becomes of the vectors of a call
	 */
	public void spoil(UnaryOperator<List<float[]>> spoiled) {
		this.spoiler = spoiled;
	}

	/**
	 * Makes something else of the vectors of the next call.
	 * @param spoiled what becomes of them
	 */
	public void spoilNext(UnaryOperator<List<float[]>> spoiled) {
		this.spoilers.add(spoiled);
	}

	/**
	 * Returns how many calls there were at once.
	 * @return the most
	 */
	public int mostAtOnce() {
		return this.mostAtOnce.get();
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
		if (this.failing || this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw this.failure;
		}
		this.mostAtOnce.accumulateAndGet(this.running.incrementAndGet(), Math::max);
		long end = System.nanoTime() + this.nanosPerText * sources.size();
		while (System.nanoTime() < end) {
			// Returns at once now and then, whatever the time.
			LockSupport.parkNanos(end - System.nanoTime());
		}
		this.running.decrementAndGet();
		this.embedded.addAndGet(sources.size());
		List<float[]> vectors = new ArrayList<>();
		sources.forEach((source) -> vectors.add(embedQuery(source)));
		return this.spoilers.isEmpty() ? this.spoiler.apply(vectors) : this.spoilers.remove().apply(vectors);
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
