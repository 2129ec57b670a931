package io.fletch.store.query;

/**
 * Which scores the Arrow results of a search have as columns. {@link Hit} has all of them
 * in any case.
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
