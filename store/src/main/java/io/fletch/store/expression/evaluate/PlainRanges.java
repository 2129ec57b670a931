package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;

/**
 * A kernel of plain Java, without branches.
 */
final class PlainRanges implements RangeKernel {

	@Override
	public long[] inside(Question question) {
		long[] mask = RowMask.none(question.rows());
		fill(mask, 0, question);
		return mask;
	}

	/**
	 * Fills a mask from one of its words on.
	 */
	static void fill(long[] mask, int from, Question question) {
		for (int word = from; word < mask.length; word++) {
			int first = word << 6;
			int end = Math.min(first + Long.SIZE, question.rows());
			mask[word] = switch (question.layout()) {
				case INT64 -> longs(question, first, end);
				case INT32 -> ints(question, first, end);
				case FLOAT64 -> doubles(question, first, end);
				default -> others(question, first, end);
			};
		}
	}

	/**
	 * A value lies in the range if its distance from the least is no larger, unsigned,
	 * than that of the greatest.
	 */
	private static long longs(Question question, int first, int end) {
		MemorySegment data = question.data();
		long least = question.least();
		long greatest = question.greatest();
		long span = greatest - least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.LONG, (long) i * Long.BYTES);
			bits |= ((value + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long ints(Question question, int first, int end) {
		MemorySegment data = question.data();
		long least = question.least();
		long greatest = question.greatest();
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = data.get(FixedWidthLayout.INT, (long) i * Integer.BYTES);
			bits |= ((value >= least & value <= greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long doubles(Question question, int first, int end) {
		MemorySegment data = question.data();
		long least = question.least();
		long greatest = question.greatest();
		long span = greatest - least + Long.MIN_VALUE;
		long shift = Long.MIN_VALUE - least;
		long bits = 0;
		for (int i = first; i < end; i++) {
			double value = Double.longBitsToDouble(data.get(FixedWidthLayout.LONG, (long) i * Double.BYTES));
			bits |= ((FixedWidthLayout.ordered(value) + shift <= span) ? 1L : 0L) << i;
		}
		return bits;
	}

	private static long others(Question question, int first, int end) {
		MemorySegment data = question.data();
		long least = question.least();
		long greatest = question.greatest();
		long bits = 0;
		for (int i = first; i < end; i++) {
			long value = question.layout().read(data, i);
			bits |= ((value >= least && value <= greatest) ? 1L : 0L) << i;
		}
		return bits;
	}

}
