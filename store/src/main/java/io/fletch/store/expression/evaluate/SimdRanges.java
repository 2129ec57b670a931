package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A kernel over the processor's vector registers, whose comparisons give as many bits as
 * a register has values. The rows behind the last whole word, and values that are neither
 * 4 nor 8 bytes long, are left to plain Java.
 */
final class SimdRanges implements RangeKernel {

	private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

	private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

	private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

	private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

	private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

	@Override
	public long[] inside(Question question) {
		long[] mask = RowMask.none(question.rows());
		long least = question.least();
		long greatest = question.greatest();
		boolean isInt = question.layout() == FixedWidthLayout.INT32;
		if (isInt && (least > Integer.MAX_VALUE || greatest < Integer.MIN_VALUE)) {
			return mask;
		}
		int words = question.rows() / Long.SIZE;
		switch (question.layout()) {
			case INT32 -> ints(mask, words, question.data(), Math.clamp(least, Integer.MIN_VALUE, Integer.MAX_VALUE),
					Math.clamp(greatest, Integer.MIN_VALUE, Integer.MAX_VALUE));
			case INT64 -> longs(mask, words, question.data(), least, greatest);
			case FLOAT32, FLOAT64 ->
				words = reals(mask, words, question.data(), question.layout(), RealRange.of(least, greatest));
			default -> words = 0;
		}
		PlainRanges.fill(mask, words, question);
		return mask;
	}

	private static void ints(long[] mask, int words, MemorySegment data, int least, int greatest) {
		long at = 0;
		for (int word = 0; word < words; word++) {
			long bits = 0;
			for (int i = 0; i < Long.SIZE; i += INTS.length(), at += INTS.vectorByteSize()) {
				IntVector values = IntVector.fromMemorySegment(INTS, data, at, ORDER);
				bits |= values.compare(VectorOperators.GE, least)
					.and(values.compare(VectorOperators.LE, greatest))
					.toLong() << i;
			}
			mask[word] = bits;
		}
	}

	private static void longs(long[] mask, int words, MemorySegment data, long least, long greatest) {
		long at = 0;
		for (int word = 0; word < words; word++) {
			long bits = 0;
			for (int i = 0; i < Long.SIZE; i += LONGS.length(), at += LONGS.vectorByteSize()) {
				LongVector values = LongVector.fromMemorySegment(LONGS, data, at, ORDER);
				bits |= values.compare(VectorOperators.GE, least)
					.and(values.compare(VectorOperators.LE, greatest))
					.toLong() << i;
			}
			mask[word] = bits;
		}
	}

	private static int reals(long[] mask, int words, MemorySegment data, FixedWidthLayout layout, RealRange range) {
		if (range.isOnlyNaN()) {
			return 0;
		}
		if (layout == FixedWidthLayout.FLOAT32) {
			floats(mask, words, data, range.leastFloat(), range.greatestFloat());
		}
		else {
			doubles(mask, words, data, range.least(), range.greatest());
		}
		return words;
	}

	/**
	 * What is not a number is above all others, so it is in a range that has no end.
	 */
	private static void floats(long[] mask, int words, MemorySegment data, float least, float greatest) {
		long at = 0;
		for (int word = 0; word < words; word++) {
			long bits = 0;
			for (int i = 0; i < Long.SIZE; i += FLOATS.length(), at += FLOATS.vectorByteSize()) {
				FloatVector values = FloatVector.fromMemorySegment(FLOATS, data, at, ORDER);
				bits |= (Float.isNaN(greatest) ? values.compare(VectorOperators.LT, least).not()
						: values.compare(VectorOperators.GE, least).and(values.compare(VectorOperators.LE, greatest)))
					.toLong() << i;
			}
			mask[word] = bits;
		}
	}

	private static void doubles(long[] mask, int words, MemorySegment data, double least, double greatest) {
		long at = 0;
		for (int word = 0; word < words; word++) {
			long bits = 0;
			for (int i = 0; i < Long.SIZE; i += DOUBLES.length(), at += DOUBLES.vectorByteSize()) {
				DoubleVector values = DoubleVector.fromMemorySegment(DOUBLES, data, at, ORDER);
				bits |= (Double.isNaN(greatest) ? values.compare(VectorOperators.LT, least).not()
						: values.compare(VectorOperators.GE, least).and(values.compare(VectorOperators.LE, greatest)))
					.toLong() << i;
			}
			mask[word] = bits;
		}
	}

	/**
	 * A range of floating-point numbers.
	 *
	 * @param least the least, which may be infinite, or not a number
	 * @param greatest the greatest; not a number if the range has no end
	 */
	private record RealRange(double least, double greatest) {

		private static final long INFINITE = FixedWidthLayout.ordered(Double.POSITIVE_INFINITY);

		private static final long NAN = FixedWidthLayout.ordered(Double.NaN);

		static RealRange of(long least, long greatest) {
			if (greatest < -INFINITE - 1) {
				return new RealRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
			}
			double from = (least > INFINITE) ? Double.NaN
					: (least < -INFINITE) ? Double.NEGATIVE_INFINITY : FixedWidthLayout.real(least);
			double to = (greatest >= NAN) ? Double.NaN : FixedWidthLayout.real(Math.min(greatest, INFINITE));
			// Below zero ends before both zeros.
			return new RealRange(from, (to == 0 && greatest < 0) ? -Double.MIN_VALUE : to);
		}

		boolean isOnlyNaN() {
			return Double.isNaN(this.least);
		}

		float leastFloat() {
			float nearest = (float) this.least;
			return (nearest < this.least) ? Math.nextUp(nearest) : nearest;
		}

		float greatestFloat() {
			float nearest = (float) this.greatest;
			return (nearest > this.greatest) ? Math.nextDown(nearest) : nearest;
		}

	}

}
