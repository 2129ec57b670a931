package io.fletch.store.index;

/**
 * The kinds of indexes.
 */
public enum IndexType {

	/** The values of a column in their order: equality, ranges, prefixes. */
	BTREE,

	/** For each value of a column its rows: for columns with few values. */
	BITMAP,

	/** For each element of the lists of a column its rows. */
	LABEL_LIST,

	/** The words of one or several text columns. */
	FTS,

	/** Vectors in partitions, as they are. */
	IVF_FLAT,

	/** Vectors in partitions, one byte an element. */
	IVF_SQ,

	/**
	 * Vectors in partitions, each part of a vector as the number of a learned pattern.
	 */
	IVF_PQ;

	/**
	 * Tells whether it answers conditions.
	 * @return whether it does
	 */
	public boolean isScalar() {
		return this == BTREE || this == BITMAP || this == LABEL_LIST;
	}

	/**
	 * Tells whether it finds neighbours of vectors.
	 * @return whether it does
	 */
	public boolean isVector() {
		return this == IVF_FLAT || this == IVF_SQ || this == IVF_PQ;
	}

}
