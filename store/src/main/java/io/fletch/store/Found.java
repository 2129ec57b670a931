package io.fletch.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;

/**
 * A row that a search found, and by what.
 *
 * @param rowId the id under which it is stored
 * @param origin the id that users see
 * @param score how well it fits; large is good
 * @param vector its place by its vector, with the negated distance, or {@code null}
 * @param words its place by its words, or {@code null}
 */
record Found(long rowId, long origin, double score, @Nullable Place vector, @Nullable Place words) {

	/** The best first, then by the ids that users see. */
	static final Comparator<Found> BEST_FIRST = Comparator.comparingDouble(Found::rank)
		.thenComparingLong(Found::origin);

	/**
	 * Returns a row of a scan, which is compared with nothing.
	 */
	static Found scanned(long rowId, long origin) {
		return new Found(rowId, origin, 0, null, null);
	}

	/**
	 * Returns the places of rows in a ranking.
	 */
	static Map<Long, Place> places(List<Candidate> ranking) {
		Map<Long, Place> places = HashMap.newHashMap(ranking.size());
		for (int i = 0; i < ranking.size(); i++) {
			places.put(ranking.get(i).rowId(), new Place(i + 1, ranking.get(i).score()));
		}
		return places;
	}

	@Nullable Double distance() {
		return (this.vector != null) ? -this.vector.score() : null;
	}

	@Nullable Double textScore() {
		return (this.words != null) ? this.words.score() : null;
	}

	/**
	 * Returns what it is ranked by; small is good.
	 */
	double rank() {
		return (this.vector != null) ? -this.vector.score() : -this.score;
	}

	/**
	 * A place in a ranking.
	 *
	 * @param rank from 1
	 * @param score the score there
	 */
	record Place(int rank, double score) {
	}

}
