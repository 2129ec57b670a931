package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.SeededRandom;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SeededRandom.class)
class RangeKernelTests {

	private static final int ROWS = 64 * 5 + 37;

	private static final double[] REALS = { 0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e300,
			Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, 0.1, 0.1f };

	/** Outside of what most layouts hold. */
	private static final long[] FAR = { 3_000_000_000L, -3_000_000_000L, 1L << 62, -1L << 62 };

	@ParameterizedTest
	@EnumSource
	void bothKernelsFindWhatOneByOneIsInRange(FixedWidthLayout layout, Random random) {
		for (int repetition = 0; repetition < 300; repetition++) {
			MemorySegment data = MemorySegment.ofArray(new byte[ROWS * layout.width()]);
			for (int i = 0; i < ROWS; i++) {
				write(layout, data, i, random);
			}
			long one = bound(layout, data, random);
			long other = bound(layout, data, random);
			long least = Math.min(one, other);
			long greatest = Math.max(one, other);
			long[] expected = RowMask.none(ROWS);
			for (int i = 0; i < ROWS; i++) {
				long value = layout.read(data, i);
				if (value >= least && value <= greatest) {
					RowMask.set(expected, i);
				}
			}
			assertThat(new PlainRanges().inside(new RangeKernel.Question(data, ROWS, layout, least, greatest)))
				.isEqualTo(expected);
			assertThat(new SimdRanges().inside(new RangeKernel.Question(data, ROWS, layout, least, greatest)))
				.as("%s from %d to %d", layout, least, greatest)
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRangeBeyondAllValuesHasNone(FixedWidthLayout layout) {
		MemorySegment data = MemorySegment.ofArray(new byte[ROWS * layout.width()]);
		for (int i = 0; i < ROWS * layout.width(); i++) {
			boolean isLast = i % layout.width() == layout.width() - 1;
			data.set(ValueLayout.JAVA_BYTE, i, (byte) (isLast ? 0x7F : 0xFF));
		}
		long value = layout.read(data, 0);
		for (RangeKernel kernel : List.of(new PlainRanges(), new SimdRanges())) {
			assertThat(kernel.inside(new RangeKernel.Question(data, ROWS, layout, Long.MIN_VALUE, -3_000_000_000L)))
				.containsOnly(0);
			assertThat(RowMask
				.count(kernel.inside(new RangeKernel.Question(data, ROWS, layout, 3_000_000_000L, Long.MAX_VALUE))))
				.isEqualTo((value >= 3_000_000_000L) ? ROWS : 0);
			assertThat(RowMask
				.count(kernel.inside(new RangeKernel.Question(data, ROWS, layout, -3_000_000_000L, Long.MAX_VALUE))))
				.isEqualTo(ROWS);
		}
	}

	private static void write(FixedWidthLayout layout, MemorySegment data, int row, Random random) {
		double real = random.nextBoolean() ? REALS[random.nextInt(REALS.length)] : random.nextGaussian();
		long bits = switch (layout) {
			case FLOAT32 -> Float.floatToRawIntBits((float) real);
			case FLOAT64 -> Double.doubleToRawLongBits(real);
			default -> switch (random.nextInt(6)) {
				case 0 -> 1L << (layout.width() * Byte.SIZE - 1);
				case 1 -> (1L << (layout.width() * Byte.SIZE - 1)) - 1;
				case 2, 3 -> random.nextLong();
				default -> random.nextInt(5) - 2;
			};
		};
		for (int i = 0; i < layout.width(); i++) {
			data.set(ValueLayout.JAVA_BYTE, (long) row * layout.width() + i, (byte) (bits >>> (8 * i)));
		}
	}

	private static long bound(FixedWidthLayout layout, MemorySegment data, Random random) {
		long value = layout.read(data, random.nextInt(ROWS));
		return switch (random.nextInt(8)) {
			case 0 -> Long.MIN_VALUE;
			case 1 -> Long.MAX_VALUE;
			case 2 -> (value == Long.MIN_VALUE) ? value : value - 1;
			case 3 -> (value == Long.MAX_VALUE) ? value : value + 1;
			case 4 -> FAR[random.nextInt(FAR.length)];
			default -> value;
		};
	}

}
