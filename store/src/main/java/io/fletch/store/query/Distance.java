package io.fletch.store.query;

/**
 * How far two vectors are apart; small is near.
 */
public enum Distance {

	/** The squared Euclidean distance, from 0. */
	L2,

	/** 1 minus the cosine of the angle, from 0 to 2. A zero vector is never found. */
	COSINE,

	/** 1 minus the dot product. For vectors of length 1 the same as {@link #COSINE}. */
	DOT,

	/** The number of bits that differ, of vectors of bytes. */
	HAMMING;

	/**
	 * Converts a distance into a score, for which large is good.
	 * @param distance a distance of this kind
	 * @return 1 minus the distance for {@link #COSINE} and {@link #DOT}, which is the
	 * similarity; the negated distance for {@link #L2} and {@link #HAMMING}
	 */
	public double score(double distance) {
		return (this == L2 || this == HAMMING) ? -distance : 1 - distance;
	}

}
