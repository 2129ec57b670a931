package io.fletch.store.index.vector;

import java.util.Arrays;

/**
 * Keeps the ordinals of the least scores: a heap with the greatest on top.
 */
final class NearestQueue {

	private final double[] scores;

	private final int[] ordinals;

	private int size;

	NearestQueue(int capacity) {
		this.scores = new double[capacity];
		this.ordinals = new int[capacity];
	}

	int size() {
		return this.size;
	}

	int ordinal(int index) {
		return this.ordinals[index];
	}

	int[] risingOrdinals() {
		int[] rising = Arrays.copyOf(this.ordinals, this.size);
		Arrays.sort(rising);
		return rising;
	}

	double score(int index) {
		return this.scores[index];
	}

	/**
	 * Returns the score above which nothing is taken.
	 */
	double bound() {
		if (this.size < this.scores.length) {
			return Double.POSITIVE_INFINITY;
		}
		return (this.size > 0) ? this.scores[0] : Double.NEGATIVE_INFINITY;
	}

	void offer(int ordinal, double score) {
		if (this.size < this.scores.length) {
			up(this.size++, ordinal, score);
		}
		else if (this.size > 0 && isGreater(this.scores[0], this.ordinals[0], score, ordinal)) {
			down(ordinal, score);
		}
	}

	private void up(int from, int ordinal, double score) {
		int at = from;
		while (at > 0) {
			int parent = (at - 1) >>> 1;
			if (!isGreater(score, ordinal, this.scores[parent], this.ordinals[parent])) {
				break;
			}
			copy(parent, at);
			at = parent;
		}
		this.scores[at] = score;
		this.ordinals[at] = ordinal;
	}

	private void down(int ordinal, double score) {
		int at = 0;
		for (int child = 1; child < this.size; child = 2 * at + 1) {
			if (child + 1 < this.size && isGreater(this.scores[child + 1], this.ordinals[child + 1], this.scores[child],
					this.ordinals[child])) {
				child++;
			}
			if (!isGreater(this.scores[child], this.ordinals[child], score, ordinal)) {
				break;
			}
			copy(child, at);
			at = child;
		}
		this.scores[at] = score;
		this.ordinals[at] = ordinal;
	}

	private void copy(int from, int to) {
		this.scores[to] = this.scores[from];
		this.ordinals[to] = this.ordinals[from];
	}

	private static boolean isGreater(double score, int ordinal, double otherScore, int otherOrdinal) {
		return score > otherScore || (score == otherScore && ordinal > otherOrdinal);
	}

}
