package io.fletch.store.expression.evaluate;

import java.util.Arrays;

/**
 * A set of longs, in a hash table with open addresses.
 */
final class LongSet {

	private final long[] sorted;

	private final long[] slots;

	private final boolean[] used;

	private final int mask;

	LongSet(long[] values) {
		this.sorted = Arrays.stream(values).sorted().distinct().toArray();
		int capacity = Integer.highestOneBit(Math.max(4, this.sorted.length * 4));
		this.slots = new long[capacity];
		this.used = new boolean[capacity];
		this.mask = capacity - 1;
		for (long value : this.sorted) {
			int slot = slot(value);
			while (this.used[slot]) {
				slot = (slot + 1) & this.mask;
			}
			this.slots[slot] = value;
			this.used[slot] = true;
		}
	}

	boolean contains(long value) {
		int slot = slot(value);
		while (this.used[slot]) {
			if (this.slots[slot] == value) {
				return true;
			}
			slot = (slot + 1) & this.mask;
		}
		return false;
	}

	/**
	 * Tells whether one of the longs lies in a range.
	 */
	boolean overlaps(long least, long greatest) {
		int found = Arrays.binarySearch(this.sorted, least);
		int next = (found >= 0) ? found : -found - 1;
		return next < this.sorted.length && this.sorted[next] <= greatest;
	}

	private int slot(long value) {
		long mixed = value * 0x9E3779B97F4A7C15L;
		return (int) (mixed >>> 32) & this.mask;
	}

}
