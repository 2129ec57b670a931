package io.fletch.store.query;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Vectors of what else programs hold them in, for searches and rows.
 */
public final class Vectors {

	private Vectors() {
	}

	/**
	 * Takes numbers as float32.
	 * @param numbers the numbers
	 * @return the vector
	 * @throws InvalidInputException if one is null, or finite and too large for float32
	 */
	public static float[] of(List<? extends @Nullable Number> numbers) {
		Objects.requireNonNull(numbers, "numbers");
		float[] vector = new float[numbers.size()];
		int i = 0;
		for (Number number : numbers) {
			if (number == null) {
				throw new InvalidInputException("A vector has null at position " + i + "; give a number for each");
			}
			vector[i] = element(number.doubleValue(), i);
			i++;
		}
		return vector;
	}

	/**
	 * Takes numbers as float32.
	 * @param numbers the numbers
	 * @return the vector
	 * @throws InvalidInputException if one is finite and too large for float32
	 */
	public static float[] of(double... numbers) {
		Objects.requireNonNull(numbers, "numbers");
		float[] vector = new float[numbers.length];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = element(numbers[i], i);
		}
		return vector;
	}

	private static float element(double number, int position) {
		float element = (float) number;
		if (Float.isInfinite(element) && !Double.isInfinite(number)) {
			throw new InvalidInputException("A vector has " + number + " at position " + position
					+ ", which is too large for float32; scale the vector");
		}
		return element;
	}

	/**
	 * Packs bits into bytes, eight into one, the first into the highest bit, as binary
	 * vectors are stored and asked for. Bits that lack to the last byte are 0.
	 * @param bits the bits
	 * @return the bytes
	 */
	public static byte[] packBits(boolean... bits) {
		Objects.requireNonNull(bits, "bits");
		byte[] packed = new byte[(bits.length + 7) / 8];
		for (int i = 0; i < bits.length; i++) {
			if (bits[i]) {
				packed[i >> 3] |= (byte) (0x80 >> (i & 7));
			}
		}
		return packed;
	}

	/**
	 * Packs bits into bytes as {@link #packBits(boolean...)} does.
	 * @param bits the bits, each 0 or 1
	 * @return the bytes
	 * @throws InvalidInputException if one is neither 0 nor 1
	 */
	public static byte[] packBits(int... bits) {
		Objects.requireNonNull(bits, "bits");
		boolean[] flags = new boolean[bits.length];
		for (int i = 0; i < bits.length; i++) {
			if (bits[i] != 0 && bits[i] != 1) {
				throw new InvalidInputException(
						"A vector of bits has " + bits[i] + " at position " + i + "; give 0 or 1 for each");
			}
			flags[i] = bits[i] == 1;
		}
		return packBits(flags);
	}

}
