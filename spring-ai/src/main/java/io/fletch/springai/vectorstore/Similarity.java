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
			case COSINE, DOT -> 1 - far;
			case L2 -> 1 / (1 + far);
			case HAMMING -> throw ofBits();
		};
	}

	/**
	 * Returns the distance of a similarity.
	 * @param similarity above 0
	 */
	static double distance(Distance distance, double similarity) {
		return switch (distance) {
			case COSINE, DOT -> 1 - similarity;
			case L2 -> 1 / similarity - 1;
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
