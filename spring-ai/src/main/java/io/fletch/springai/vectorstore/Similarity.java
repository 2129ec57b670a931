package io.fletch.springai.vectorstore;

import io.fletch.store.query.Distance;

/**
 * Distances as Spring AI counts them: large is near, and 1 the same direction or place.
 */
final class Similarity {

	private Similarity() {
	}

	static double of(Distance distance, double far) {
		return switch (distance) {
			// Rounding may have taken it a little further.
			case COSINE -> Math.clamp(1 - far, -1.0, 1.0);
			case DOT -> 1 - far;
			case L2 -> 1 / (1 + far);
			case HAMMING -> throw ofBits();
		};
	}

	/**
	 * Returns how similar two vectors are; NaN where one has no direction, but needs one.
	 */
	static double between(Distance distance, float[] one, float[] other) {
		double dot = 0;
		double ones = 0;
		double others = 0;
		double apart = 0;
		for (int i = 0; i < one.length; i++) {
			double a = one[i];
			double b = other[i];
			dot += a * b;
			ones += a * a;
			others += b * b;
			apart += (a - b) * (a - b);
		}
		return switch (distance) {
			case COSINE -> dot / Math.sqrt(ones * others);
			case DOT -> dot;
			case L2 -> of(distance, apart);
			case HAMMING -> throw ofBits();
		};
	}

	/**
	 * Returns what observations call the distance.
	 */
	static String metric(Distance distance) {
		return switch (distance) {
			case COSINE -> "cosine";
			case DOT -> "dot";
			case L2 -> "euclidean";
			case HAMMING -> throw ofBits();
		};
	}

	private static IllegalArgumentException ofBits() {
		return new IllegalArgumentException(
				"distance is HAMMING, which counts bits, but models make floating point numbers; use COSINE, DOT or L2");
	}

}
