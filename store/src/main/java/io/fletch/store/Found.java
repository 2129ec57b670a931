package io.fletch.store;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * A row that a search found.
 *
 * @param rowId the id under which it is stored
 * @param origin the id that users see
 * @param score how well it fits; large is good
 * @param distance the distance of its vector, or {@code null}
 * @param textScore the score of its words, or {@code null}
 */
record Found(long rowId, long origin, double score, @Nullable Double distance, @Nullable Double textScore) {

	/** The best first, then by the ids that users see. */
	static final Comparator<Found> BEST_FIRST = Comparator.comparingDouble(Found::rank)
		.thenComparingLong(Found::origin);

	/**
	 * Returns what it is ranked by; small is good.
	 */
	double rank() {
		return (this.distance != null) ? this.distance : -this.score;
	}

}
