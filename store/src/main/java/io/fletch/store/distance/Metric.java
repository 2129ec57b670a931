package io.fletch.store.distance;

/**
 * What is measured between two vectors; small is near.
 */
public enum Metric {

	/** The squared Euclidean distance. */
	L2,

	/** 1 minus the cosine of the angle. A zero vector has none. */
	COSINE,

	/** 1 minus the dot product. */
	DOT,

	/** The number of bits that differ, of vectors of bytes. */
	HAMMING

}
