package io.fletch.store.index.vector;

import java.util.Arrays;

/**
 * Keeps the ordinals of the least scores. More than are wanted are taken before the worst
 * are thrown away together, which costs less than to keep them in order.
 */
final class Candidates {

	private static final int LEAST_SPACE = 64;

	private final int capacity;

	/**
	 * Scores in the upper halves, in an order of whole numbers, ordinals in the lower.
	 */
	private final long[] keys;

	private int size;

	private float bound = Float.POSITIVE_INFINITY;

	/**
	 * Makes room.
	 * @param capacity how many are wanted
	 */
	Candidates(int capacity) {
		this.capacity = capacity;
		this.keys = new long[Math.max(LEAST_SPACE, Math.multiplyExact(2, capacity))];
	}

	/**
	 * Returns how many there are, some of which may be too many.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Returns a score above which nothing is wanted.
	 */
	float bound() {
		return this.bound;
	}

	/**
	 * Takes one. Those worse than the bound may be left out.
	 * @param ordinal not negative
	 */
	void offer(int ordinal, float score) {
		this.keys[this.size++] = key(ordinal, score);
		if (this.size == this.keys.length) {
			shrink();
		}
	}

	/**
	 * Joins a score and a number that is not negative into one number of their order.
	 */
	static long key(int ordinal, float score) {
		return (long) ordered(Float.floatToIntBits(score)) << Integer.SIZE | ordinal;
	}

	static float score(long key) {
		return Float.intBitsToFloat(ordered((int) (key >> Integer.SIZE)));
	}

	/**
	 * Turns the bits of a number into a whole number of the same order, and back.
	 */
	private static int ordered(int bits) {
		return bits ^ (bits >> Integer.SIZE - 1 & Integer.MAX_VALUE);
	}

	private void shrink() {
		select(this.keys, 0, this.size, this.capacity - 1);
		this.size = this.capacity;
		this.bound = score(this.keys[this.capacity - 1]);
	}

	/**
	 * Brings the key to its place that would stand there if all were sorted, with no
	 * greater before it and no lesser behind it.
	 * @param keys the keys
	 * @param from where those begin that are to be looked at
	 * @param to where they end
	 * @param place the place, among these
	 */
	static void select(long[] keys, int from, int to, int place) {
		int low = from;
		int high = to - 1;
		while (low < high) {
			long pivot = keys[(low + high) >>> 1];
			int left = low;
			int right = high;
			while (left <= right) {
				while (keys[left] < pivot) {
					left++;
				}
				while (keys[right] > pivot) {
					right--;
				}
				if (left <= right) {
					long moved = keys[left];
					keys[left++] = keys[right];
					keys[right--] = moved;
				}
			}
			if (place <= right) {
				high = right;
			}
			else if (place >= left) {
				low = left;
			}
			else {
				return;
			}
		}
	}

	/**
	 * Returns the best, each an ordinal in the lower half and its {@link #score}.
	 */
	long[] bestFirst() {
		if (this.size > this.capacity) {
			shrink();
		}
		long[] best = Arrays.copyOf(this.keys, this.size);
		Arrays.sort(best);
		return best;
	}

	/**
	 * Returns the ordinals of the least scores, in rising order.
	 */
	int[] risingOrdinals() {
		if (this.size > this.capacity) {
			shrink();
		}
		int[] rising = new int[this.size];
		for (int i = 0; i < rising.length; i++) {
			rising[i] = (int) this.keys[i];
		}
		Arrays.sort(rising);
		return rising;
	}

}
