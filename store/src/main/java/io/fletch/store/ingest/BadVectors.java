package io.fletch.store.ingest;

/**
 * What happens to a row whose vector has the wrong length or holds NaN or an infinite
 * value. A null vector is not bad, nor is a null element within a vector.
 */
public enum BadVectors {

	/** Nothing is added, and the message names the row. */
	ERROR,

	/** The row is left out. */
	DROP,

	/**
	 * Element by element, the fill value takes the place of what is missing or not
	 * finite; what is too much is cut off.
	 */
	FILL,

	/** The vector, or the list of vectors, is null, which its column must allow. */
	NULL

}
