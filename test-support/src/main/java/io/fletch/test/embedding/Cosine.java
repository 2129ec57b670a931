package io.fletch.test.embedding;

/**
 * How near two vectors are in direction.
 */
public final class Cosine {

	private Cosine() {
	}

	/**
	 * Returns the cosine of two vectors.
	 * @param a a vector
	 * @param b another of the same length
	 * @return 1 if they have the same direction, -1 if opposite ones; not a number if one
	 * has no direction
	 */
	public static double of(float[] a, float[] b) {
		double dot = 0;
		double squaresOfA = 0;
		double squaresOfB = 0;
		for (int i = 0; i < a.length; i++) {
			dot += (double) a[i] * b[i];
			squaresOfA += (double) a[i] * a[i];
			squaresOfB += (double) b[i] * b[i];
		}
		return dot / Math.sqrt(squaresOfA * squaresOfB);
	}

}
