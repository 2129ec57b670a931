package io.fletch.store.index.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * How many tokens each row of a segment has in each column: column after column, a number
 * for each row. Lucene keeps them rounded; from these, the statistics without deleted
 * rows are exact.
 */
record TokenCounts(MemorySegment numbers, int rows) {

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	static long byteSize(int columns, int rows) {
		return (long) columns * rows * Integer.BYTES;
	}

	void set(int column, int row, int count) {
		this.numbers.set(INT, place(column, row), count);
	}

	int get(int column, int row) {
		return this.numbers.get(INT, place(column, row));
	}

	/**
	 * Adds up the counts of some rows.
	 */
	Total total(int column, BitSet selected) {
		long tokens = 0;
		int withTokens = 0;
		for (int row = selected.nextSetBit(0); row >= 0 && row < this.rows; row = selected.nextSetBit(row + 1)) {
			int count = get(column, row);
			tokens += count;
			withTokens += (count > 0) ? 1 : 0;
		}
		return new Total(withTokens, tokens);
	}

	private long place(int column, int row) {
		return ((long) column * this.rows + row) * Integer.BYTES;
	}

	/**
	 * What some rows have together.
	 *
	 * @param rows how many of them have a token
	 * @param tokens how many tokens they have
	 */
	record Total(int rows, long tokens) {

		Total plus(Total other) {
			return new Total(this.rows + other.rows, this.tokens + other.tokens);
		}

	}

}
