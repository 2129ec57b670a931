package io.fletch.store.query;

/**
 * Which scores the rows of a search have: those that are maps, and as columns Arrow
 * results. {@link Hit} has all of them in any case.
 */
public enum ReturnedScores {

	/** {@code _relevance_score} only. */
	RELEVANCE,

	/**
	 * {@code _distance}, {@code _score} and {@code _relevance_score}; null where a side
	 * did not find the row.
	 */
	ALL

}
