package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Sets of rows of a batch: one bit a row, 64 rows a word, the first row lowest. Bits
 * behind the last row are 0.
 */
public final class RowMask {

	private RowMask() {
	}

	static long[] none(int rows) {
		return new long[(rows + 63) >>> 6];
	}

	static long[] all(int rows) {
		long[] mask = none(rows);
		Arrays.fill(mask, -1);
		if ((rows & 63) != 0) {
			mask[mask.length - 1] = (1L << rows) - 1;
		}
		return mask;
	}

	/**
	 * Reads bits, eight a byte, the first lowest.
	 */
	static long[] read(MemorySegment bits, int rows) {
		long[] mask = none(rows);
		for (int i = 0; i < (rows + 7) >>> 3; i++) {
			mask[i >>> 3] |= (bits.get(ValueLayout.JAVA_BYTE, i) & 0xFFL) << ((i & 7) << 3);
		}
		return mask;
	}

	/**
	 * Adds the rows of a batch to a set of rows of several.
	 * @param mask the rows of the batch
	 * @param rows where to add them
	 * @param start how many rows stand before those of the batch
	 */
	public static void place(long[] mask, long[] rows, int start) {
		int first = start / Long.SIZE;
		for (int i = 0; i < mask.length; i++) {
			rows[first + i] |= mask[i] << start;
			long carried = (start % Long.SIZE != 0) ? mask[i] >>> -start : 0;
			if (carried != 0) {
				rows[first + i + 1] |= carried;
			}
		}
	}

	static long[] and(long[] left, long[] right) {
		long[] both = new long[left.length];
		for (int i = 0; i < both.length; i++) {
			both[i] = left[i] & right[i];
		}
		return both;
	}

	static long[] or(long[] left, long[] right) {
		long[] either = new long[left.length];
		for (int i = 0; i < either.length; i++) {
			either[i] = left[i] | right[i];
		}
		return either;
	}

	static long[] andNot(long[] left, long[] right) {
		long[] rest = new long[left.length];
		for (int i = 0; i < rest.length; i++) {
			rest[i] = left[i] & ~right[i];
		}
		return rest;
	}

	static boolean isEmpty(long[] mask) {
		for (long word : mask) {
			if (word != 0) {
				return false;
			}
		}
		return true;
	}

	public static int count(long[] mask) {
		int count = 0;
		for (long word : mask) {
			count += Long.bitCount(word);
		}
		return count;
	}

	static boolean isSet(long[] mask, int row) {
		return (mask[row >>> 6] & (1L << row)) != 0;
	}

	static void set(long[] mask, int row) {
		mask[row >>> 6] |= 1L << row;
	}

}
