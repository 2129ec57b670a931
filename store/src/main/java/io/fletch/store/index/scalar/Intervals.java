package io.fletch.store.index.scalar;

import java.util.Arrays;

/**
 * A set of slots, as intervals that neither overlap nor touch.
 *
 * @param bounds where each begins and, behind it, ends, rising
 */
record Intervals(int[] bounds) {

	static final Intervals NONE = new Intervals(new int[0]);

	static Intervals of(int from, int to) {
		return (from < to) ? new Intervals(new int[] { from, to }) : NONE;
	}

	/**
	 * Joins intervals that may overlap.
	 */
	static Intervals union(long[] intervals) {
		long[] sorted = intervals.clone();
		Arrays.sort(sorted);
		int[] bounds = new int[2 * sorted.length];
		int count = 0;
		for (long interval : sorted) {
			int from = (int) (interval >>> Integer.SIZE);
			int to = (int) interval;
			if (count > 0 && bounds[count - 1] >= from) {
				bounds[count - 1] = Math.max(bounds[count - 1], to);
			}
			else if (from < to) {
				bounds[count++] = from;
				bounds[count++] = to;
			}
		}
		return new Intervals(Arrays.copyOf(bounds, count));
	}

	static long pack(int from, int to) {
		return (long) from << Integer.SIZE | to;
	}

	int size() {
		return this.bounds.length / 2;
	}

	int from(int interval) {
		return this.bounds[2 * interval];
	}

	int to(int interval) {
		return this.bounds[2 * interval + 1];
	}

	Intervals and(Intervals other) {
		return combine(other, (left, right) -> left && right);
	}

	Intervals or(Intervals other) {
		return combine(other, (left, right) -> left || right);
	}

	Intervals minus(Intervals other) {
		return combine(other, (left, right) -> left && !right);
	}

	private Intervals combine(Intervals other, Choice choice) {
		int[] result = new int[this.bounds.length + other.bounds.length];
		int count = 0;
		int left = 0;
		int right = 0;
		while (left < this.bounds.length || right < other.bounds.length) {
			int nextLeft = (left < this.bounds.length) ? this.bounds[left] : Integer.MAX_VALUE;
			int nextRight = (right < other.bounds.length) ? other.bounds[right] : Integer.MAX_VALUE;
			left += (nextLeft <= nextRight) ? 1 : 0;
			right += (nextRight <= nextLeft) ? 1 : 0;
			boolean isInside = choice.takes((left & 1) == 1, (right & 1) == 1);
			if (isInside == ((count & 1) == 0)) {
				result[count++] = Math.min(nextLeft, nextRight);
			}
		}
		return new Intervals(Arrays.copyOf(result, count));
	}

	/**
	 * Whether a slot counts that is in one or both sets.
	 */
	private interface Choice {

		boolean takes(boolean left, boolean right);

	}

}
