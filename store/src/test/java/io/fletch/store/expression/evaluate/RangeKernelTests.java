package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
			assertThat(new PlainRanges().inside(data, ROWS, layout, least, greatest)).isEqualTo(expected);
			assertThat(new SimdRanges().inside(data, ROWS, layout, least, greatest))
				.as("%s from %d to %d", layout, least, greatest)
				.isEqualTo(expected);
		}
	}

	private static void write(FixedWidthLayout layout, MemorySegment data, int row, Random random) {
		double real = random.nextBoolean() ? REALS[random.nextInt(REALS.length)] : random.nextGaussian();
		long bits = switch (layout) {
			case FLOAT32 -> Float.floatToRawIntBits((float) real);
			case FLOAT64 -> Double.doubleToRawLongBits(real);
			default -> random.nextBoolean() ? random.nextLong() : random.nextInt(5) - 2;
		};
		for (int i = 0; i < layout.width(); i++) {
			data.set(ValueLayout.JAVA_BYTE, (long) row * layout.width() + i, (byte) (bits >>> (8 * i)));
		}
	}

	private static long bound(FixedWidthLayout layout, MemorySegment data, Random random) {
		long value = layout.read(data, random.nextInt(ROWS));
		return switch (random.nextInt(6)) {
			case 0 -> Long.MIN_VALUE;
			case 1 -> Long.MAX_VALUE;
			case 2 -> (value == Long.MIN_VALUE) ? value : value - 1;
			case 3 -> (value == Long.MAX_VALUE) ? value : value + 1;
			default -> value;
		};
	}

}
