package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;

/**
 * A kernel of plain Java, without branches.
 */
final class PlainRanges implements RangeKernel {

	@Override
	public long[] inside(MemorySegment data, int rows, FixedWidthLayout layout, long least, long greatest) {
		long[] mask = RowMask.none(rows);
		fill(mask, 0, data, rows, layout, least, greatest);
		return mask;
	}

	/**
	 * Fills a mask from one of its words on.
	 */
	static void fill(long[] mask, int from, MemorySegment data, int rows, FixedWidthLayout layout, long least,
			long greatest) {
		for (int word = from; word < mask.length; word++) {
			int first = word << 6;
			int end = Math.min(first + Long.SIZE, rows);
			mask[word] = switch (layout) {
				case INT64 -> longs(data, first, end, least, greatest);
				case INT32 -> ints(data, first, end, least, greatest);
				case FLOAT64 -> doubles(data, first, end, least, greatest);
				default -> others(data, first, end, layout, least, greatest);
			};
		}
	}

	/**
	 * A value lies in the range if its distance from the least is no larger, unsigned,
	 * than that of the greatest.
	 */
	private static long longs(MemorySegment data, int first, int end, long least, long greatest) {
		long span = greatest - least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.LONG, (long) i * Long.BYTES);
			bits |= ((value + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long ints(MemorySegment data, int first, int end, long least, long greatest) {
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.INT, (long) i * Integer.BYTES);
			bits |= ((value >= least & value <= greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long doubles(MemorySegment data, int first, int end, long least, long greatest) {
		long span = greatest - least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			double value = Double.longBitsToDouble(data.get(FixedWidthLayout.LONG, (long) i * Double.BYTES));
			bits |= ((FixedWidthLayout.ordered(value) + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long others(MemorySegment data, int first, int end, FixedWidthLayout layout, long least,
			long greatest) {
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = layout.read(data, i);
			bits |= ((value >= least && value <= greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

}
