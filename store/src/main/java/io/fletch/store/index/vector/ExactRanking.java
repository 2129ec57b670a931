package io.fletch.store.index.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;

/**
 * Ranks rows by their exact distances.
 */
final class ExactRanking {

	/** So many more than are wanted tell how good estimates are. */
	private static final int SPARE = 30;

	/** An estimate is hardly ever wrong by so many standard deviations. */
	private static final double DEVIATIONS = 3;

	/**
	 * So many are measured before any is judged: the processor then fetches the vectors
	 * of several at once, where to judge one would keep it waiting for its memory.
	 */
	private static final int TOGETHER = 8;

	private final QueryVector query;

	private final VectorSearch search;

	private final VectorSource source;

	private final NearestQueue best;

	private int measured;

	ExactRanking(QueryVector query, VectorSearch search, VectorSource source, int rows) {
		this.query = query;
		this.search = search;
		this.source = source;
		this.best = new NearestQueue(Math.min(search.limit(), rows));
	}

	/**
	 * Compares one row.
	 */
	void offer(int ordinal) {
		take(ordinal, measure(ordinal));
	}

	private double measure(int ordinal) {
		if ((++this.measured & 0xFFF) == 0) {
			CancelledException.throwIfInterrupted();
		}
		this.search.work().exactly();
		return this.source.distance(this.query, ordinal);
	}

	private void take(int ordinal, double distance) {
		if (distance >= this.search.lower() && distance < this.search.upper()) {
			this.best.offer(ordinal, distance);
		}
	}

	/**
	 * Compares candidates, the most promising first, until what is left is estimated so
	 * far behind the best that it is hardly among them.
	 * @param candidates as {@link Candidates#bestFirst()} gives them
	 * @param estimates turns their scores into distances
	 */
	void offerLikely(long[] candidates, DoubleUnaryOperator estimates) {
		double sum = 0;
		double squares = 0;
		int compared = 0;
		int[] ordinals = new int[TOGETHER];
		double[] distances = new double[TOGETHER];
		for (int from = 0; from < candidates.length; from += TOGETHER) {
			double next = estimates.applyAsDouble(Candidates.score(candidates[from]));
			if (from >= this.search.limit() + SPARE) {
				double mean = sum / compared;
				double deviation = Math.sqrt(Math.max(0, squares / compared - mean * mean));
				if (next - DEVIATIONS * deviation > this.best.bound()) {
					return;
				}
			}
			int count = Math.min(TOGETHER, candidates.length - from);
			for (int i = 0; i < count; i++) {
				ordinals[i] = (int) candidates[from + i];
			}
			offer(ordinals, 0, count, distances);
			for (int i = 0; i < count; i++) {
				double error = distances[i] - estimates.applyAsDouble(Candidates.score(candidates[from + i]));
				if (Double.isFinite(error)) {
					sum += error;
					squares += error * error;
					compared++;
				}
			}
		}
	}

	/**
	 * Compares rows in the order of their ordinals, in which they lie in memory.
	 */
	void offerAll(int... rising) {
		double[] distances = new double[TOGETHER];
		for (int from = 0; from < rising.length; from += TOGETHER) {
			offer(rising, from, Math.min(TOGETHER, rising.length - from), distances);
		}
	}

	private void offer(int[] ordinals, int from, int count, double[] distances) {
		for (int i = 0; i < count; i++) {
			distances[i] = measure(ordinals[from + i]);
		}
		for (int i = 0; i < count; i++) {
			take(ordinals[from + i], distances[i]);
		}
	}

	int size() {
		return this.best.size();
	}

	List<Neighbour> nearestFirst() {
		List<Neighbour> found = new ArrayList<>(this.best.size());
		for (int i = 0; i < this.best.size(); i++) {
			found.add(new Neighbour(this.best.ordinal(i), this.best.score(i)));
		}
		found.sort(Comparator.naturalOrder());
		return found;
	}

}
