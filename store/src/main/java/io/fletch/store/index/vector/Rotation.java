package io.fletch.store.index.vector;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A rotation that is random and always the same: signs change at random, then a Hadamard
 * transform mixes the elements, several times. It takes n log n steps and no memory.
 * Where the size is no power of two, the transforms take the first and the last elements
 * in turn, as many as the greatest power of two that fits.
 */
final class Rotation {

	private static final long SEED = 0x5DEECE66DL;

	private static final int ROUNDS = 4;

	private static final int SMALLEST = 8;

	private final int span;

	private final float[][] signs;

	/**
	 * Makes a rotation.
	 * @param dimensions how many elements vectors have; they are filled up with zeros to
	 * a multiple of 64
	 */
	Rotation(int dimensions) {
		int size = -Math.floorDiv(-dimensions, Long.SIZE) * Long.SIZE;
		this.span = Integer.highestOneBit(size);
		this.signs = new float[ROUNDS][size];
		SplittableRandom random = new SplittableRandom(SEED);
		for (float[] round : this.signs) {
			for (int i = 0; i < size; i++) {
				round[i] = random.nextBoolean() ? 1 : -1;
			}
		}
	}

	int size() {
		return this.signs[0].length;
	}

	/**
	 * Rotates a vector.
	 * @return a vector of the same length and of {@link #size()} elements
	 */
	float[] rotate(float[] vector) {
		float[] rotated = Arrays.copyOf(vector, size());
		float scale = (float) (1 / Math.sqrt(this.span));
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < rotated.length; i++) {
				rotated[i] *= this.signs[round][i];
			}
			transform(rotated, (round % 2 == 0) ? 0 : rotated.length - this.span, scale);
		}
		return rotated;
	}

	/**
	 * Transforms a power of two of elements: eight at a time first, then pairs of them.
	 */
	private void transform(float[] values, int from, float scale) {
		for (int first = from; first < from + this.span; first += SMALLEST) {
			transformEight(values, first);
		}
		for (int half = SMALLEST; half < this.span; half *= 2) {
			for (int first = from; first < from + this.span; first += 2 * half) {
				for (int i = first; i < first + half; i += SMALLEST) {
					transformPairs(values, i, i + half);
				}
			}
		}
		for (int i = from; i < from + this.span; i++) {
			values[i] *= scale;
		}
	}

	/**
	 * Takes eight pairs: a loop that is always as long is compiled to a few instructions.
	 */
	private static void transformPairs(float[] values, int left, int right) {
		for (int i = 0; i < SMALLEST; i++) {
			float one = values[left + i];
			float other = values[right + i];
			values[left + i] = one + other;
			values[right + i] = one - other;
		}
	}

	/**
	 * Takes the first three steps at once, in registers.
	 */
	private static void transformEight(float[] values, int at) {
		float a0 = values[at] + values[at + 1];
		float a1 = values[at] - values[at + 1];
		float a2 = values[at + 2] + values[at + 3];
		float a3 = values[at + 2] - values[at + 3];
		float a4 = values[at + 4] + values[at + 5];
		float a5 = values[at + 4] - values[at + 5];
		float a6 = values[at + 6] + values[at + 7];
		float a7 = values[at + 6] - values[at + 7];
		float b0 = a0 + a2;
		float b1 = a1 + a3;
		float b2 = a0 - a2;
		float b3 = a1 - a3;
		float b4 = a4 + a6;
		float b5 = a5 + a7;
		float b6 = a4 - a6;
		float b7 = a5 - a7;
		values[at] = b0 + b4;
		values[at + 1] = b1 + b5;
		values[at + 2] = b2 + b6;
		values[at + 3] = b3 + b7;
		values[at + 4] = b0 - b4;
		values[at + 5] = b1 - b5;
		values[at + 6] = b2 - b6;
		values[at + 7] = b3 - b7;
	}

}
