package io.fletch.store.index.vector;

/**
 * How an index learns from a sample of the vectors.
 *
 * @param iterations how often the points that stand for many vectors are moved, at most
 * @param sampleRate how many vectors to look at for each of them
 * @param seed gives the same index for the same vectors
 */
public record Training(int iterations, int sampleRate, long seed) {

	/** What suits most vectors. */
	public static final Training USUAL = new Training(8, 64, 42);

}
