package io.fletch.context.embedding;

import java.util.Objects;

/**
 * The cosine of the angle between two vectors.
 */
public final class Cosine {

	private Cosine() {
	}

	/**
	 * Compares two vectors.
	 * @param left a vector of finite numbers
	 * @param right another of the same length
	 * @param none what is returned where one of them has length 0
	 * @return the cosine, from -1 to 1
	 */
	public static double of(float[] left, float[] right, double none) {
		Objects.requireNonNull(left, "left");
		Objects.requireNonNull(right, "right");
		if (left.length != right.length) {
			throw new IllegalArgumentException("right must have " + left.length + " numbers as left has, but has "
					+ right.length + ": compare vectors of one embedding function");
		}
		double product = 0;
		double leftSquares = 0;
		double rightSquares = 0;
		for (int index = 0; index < left.length; index++) {
			product += (double) left[index] * right[index];
			leftSquares += (double) left[index] * left[index];
			rightSquares += (double) right[index] * right[index];
		}
		double lengths = Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
		return (lengths > 0) ? Math.clamp(product / lengths, -1, 1) : none;
	}

}
