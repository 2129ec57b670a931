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

	/** Vectors in partitions, one bit an element. */
	IVF_RQ,

	/** Vectors in partitions, one byte an element. */
	IVF_SQ,

	/**
	 * Vectors in partitions, each part of a vector as the number of a learned pattern.
	 */
	IVF_PQ,

	/** Vectors in a graph of neighbours, as they are. */
	HNSW_FLAT,

	/** Vectors in a graph of neighbours, one byte an element. */
	HNSW_SQ,

	/**
	 * Vectors in a graph of neighbours, each part of a vector as the number of a learned
	 * pattern.
	 */
	HNSW_PQ,

	/**
	 * A kind that a later version of the library made. Such an index is listed, can be
	 * dropped, and answers nothing.
	 */
	UNKNOWN;

	/**
	 * Returns the kind of a name.
	 * @param name the name, as a table has it
	 * @return the kind, which is {@link #UNKNOWN} if this version does not know it
	 */
	public static IndexType of(String name) {
		for (IndexType type : values()) {
			if (type.name().equals(name)) {
				return type;
			}
		}
		return UNKNOWN;
	}

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
		return this == IVF_FLAT || this == IVF_RQ || this == IVF_SQ || this == IVF_PQ || isGraph();
	}

	/**
	 * Tells whether it is a graph of neighbours.
	 * @return whether it is
	 */
	public boolean isGraph() {
		return this == HNSW_FLAT || this == HNSW_SQ || this == HNSW_PQ;
	}

	/**
	 * Tells whether it learns patterns of parts of vectors.
	 * @return whether it does
	 */
	public boolean hasPatterns() {
		return this == IVF_PQ || this == HNSW_PQ;
	}

}
