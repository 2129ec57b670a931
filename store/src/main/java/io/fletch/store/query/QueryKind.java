package io.fletch.store.query;

/**
 * What a search by text compares.
 */
public enum QueryKind {

	/**
	 * {@link #HYBRID} where the table has both a vector column with an embedding function
	 * and a full-text column; otherwise the one of the two that it has.
	 */
	AUTO,

	/** The vector of the question with the vectors of the rows. */
	VECTOR,

	/** The words of the question with the words of the rows. */
	TEXT,

	/** Both; the two rankings are joined by a {@link Reranker}. */
	HYBRID

}
