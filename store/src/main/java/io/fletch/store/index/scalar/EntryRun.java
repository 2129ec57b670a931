package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.column.ColumnReader;

/**
 * Entries in memory, collected and then sorted.
 */
final class EntryRun {

	private static final int FIRST_CAPACITY = 1024;

	private static final int RADIX = 256;

	private static final MemorySegment NO_BYTES = MemorySegment.ofArray(new byte[0]);

	private final KeyType type;

	private final BufferBuilder arena = new BufferBuilder();

	private long[] prefixes = new long[FIRST_CAPACITY];

	private int[] ordinals = new int[FIRST_CAPACITY];

	/** Where the bytes of each key begin, if keys are bytes. */
	private int[] starts = new int[0];

	private int count;

	EntryRun(KeyType type) {
		this.type = type;
	}

	void add(ColumnReader column, int row, int ordinal) {
		if (this.count == this.ordinals.length) {
			this.prefixes = Arrays.copyOf(this.prefixes, 2 * this.count);
			this.ordinals = Arrays.copyOf(this.ordinals, 2 * this.count);
		}
		if (this.type.isLong()) {
			this.prefixes[this.count] = this.type.longKey(column, row);
		}
		else {
			if (this.count == this.starts.length) {
				this.starts = Arrays.copyOf(this.starts, this.ordinals.length);
			}
			this.starts[this.count] = this.arena.length();
			this.type.putBytes(column, row, this.arena);
		}
		this.ordinals[this.count++] = ordinal;
	}

	/**
	 * Returns how much memory this takes when it is sorted.
	 */
	long byteSize() {
		return this.count * 2L * (Long.BYTES + Integer.BYTES) + (long) this.starts.length * Integer.BYTES
				+ this.arena.length();
	}

	void clear() {
		this.count = 0;
		this.arena.clear();
	}

	/**
	 * Sorts the entries, which keep their order where keys are equal.
	 */
	Entries sorted() {
		MemorySegment bytes = this.type.isLong() ? NO_BYTES : this.arena.padded();
		if (!this.type.isLong()) {
			for (int i = 0; i < this.count; i++) {
				this.prefixes[i] = Entries.prefix(bytes, this.starts[i], length(i));
			}
		}
		if (this.type.isLong()) {
			return new Sorted(bytes, radixSorted(this.prefixes));
		}
		long[] keys = keysBehindCommonBytes(bytes);
		int[] order = radixSorted(keys);
		sortEqual(keys, order, bytes);
		return new Sorted(bytes, order);
	}

	/**
	 * Returns the eight bytes of each key from where keys begin to differ.
	 */
	private long[] keysBehindCommonBytes(MemorySegment bytes) {
		int common = (this.count > 0) ? length(0) : 0;
		for (int i = 1; i < this.count && common > 0; i++) {
			int length = Math.min(common, length(i));
			long mismatch = MemorySegment.mismatch(bytes, this.starts[0], this.starts[0] + length, bytes,
					this.starts[i], this.starts[i] + length);
			common = (mismatch >= 0) ? (int) mismatch : length;
		}
		if (common == 0) {
			return this.prefixes;
		}
		long[] keys = new long[this.count];
		for (int i = 0; i < this.count; i++) {
			keys[i] = Entries.prefix(bytes, this.starts[i] + common, length(i) - common);
		}
		return keys;
	}

	private int length(int entry) {
		return ((entry + 1 < this.count) ? this.starts[entry + 1] : this.arena.length()) - this.starts[entry];
	}

	private int[] radixSorted(long[] unsorted) {
		long[] keys = Arrays.copyOf(unsorted, this.count);
		int[] order = new int[this.count];
		int[][] histogram = new int[Long.BYTES][RADIX];
		for (int i = 0; i < this.count; i++) {
			order[i] = i;
			keys[i] ^= Long.MIN_VALUE;
			for (int digit = 0; digit < Long.BYTES; digit++) {
				histogram[digit][digit(keys[i], digit)]++;
			}
		}
		long[] otherKeys = new long[this.count];
		int[] otherOrder = new int[this.count];
		for (int digit = 0; digit < Long.BYTES; digit++) {
			int[] places = histogram[digit];
			if (this.count == 0 || places[digit(keys[0], digit)] == this.count) {
				continue;
			}
			toPlaces(places);
			for (int i = 0; i < this.count; i++) {
				int place = places[digit(keys[i], digit)]++;
				otherKeys[place] = keys[i];
				otherOrder[place] = order[i];
			}
			long[] swappedKeys = keys;
			keys = otherKeys;
			otherKeys = swappedKeys;
			int[] swappedOrder = order;
			order = otherOrder;
			otherOrder = swappedOrder;
		}
		return order;
	}

	private static int digit(long key, int digit) {
		return (int) (key >>> (digit * Byte.SIZE)) & (RADIX - 1);
	}

	private static void toPlaces(int[] counts) {
		int place = 0;
		for (int i = 0; i < counts.length; i++) {
			int next = place + counts[i];
			counts[i] = place;
			place = next;
		}
	}

	private void sortEqual(long[] keys, int[] order, MemorySegment bytes) {
		for (int from = 0; from < order.length;) {
			int to = from + 1;
			boolean isSorted = true;
			while (to < order.length && keys[order[to]] == keys[order[from]]) {
				isSorted &= compare(bytes, order[to - 1], order[to]) <= 0;
				to++;
			}
			if (!isSorted) {
				Integer[] ties = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
				Arrays.sort(ties, (left, right) -> compare(bytes, left, right));
				for (int i = from; i < to; i++) {
					order[i] = ties[i - from];
				}
			}
			from = to;
		}
	}

	private int compare(MemorySegment bytes, int left, int right) {
		return PageLayout.compare(bytes, this.starts[left], length(left),
				bytes.asSlice(this.starts[right], length(right)));
	}

	/**
	 * The entries in their order.
	 */
	private final class Sorted implements Entries {

		private final MemorySegment bytes;

		private final int[] order;

		private int position = -1;

		Sorted(MemorySegment bytes, int[] order) {
			this.bytes = bytes;
			this.order = order;
		}

		@Override
		public boolean next() {
			return ++this.position < this.order.length;
		}

		@Override
		public long prefix() {
			return EntryRun.this.prefixes[this.order[this.position]];
		}

		@Override
		public MemorySegment bytes() {
			return this.bytes;
		}

		@Override
		public long start() {
			return EntryRun.this.type.isLong() ? 0 : EntryRun.this.starts[this.order[this.position]];
		}

		@Override
		public int length() {
			return EntryRun.this.type.isLong() ? 0 : EntryRun.this.length(this.order[this.position]);
		}

		@Override
		public int ordinal() {
			return EntryRun.this.ordinals[this.order[this.position]];
		}

	}

}
