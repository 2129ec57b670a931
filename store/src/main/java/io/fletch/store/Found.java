package io.fletch.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;

/**
 * A row that a search found, and by what.
 *
 * @param rowId the id under which it is stored
 * @param score how well it fits
 * @param vector its place by its vector, with the negated distance, or {@code null}
 * @param words its place by its words, or {@code null}
 */
record Found(long rowId, double score, @Nullable Place vector, @Nullable Place words) {

	/**
	 * Returns the places of rows in a ranking.
	 */
	static Map<Long, Place> places(List<Candidate> ranking) {
		Map<Long, Place> places = new HashMap<>();
		for (int i = 0; i < ranking.size(); i++) {
			places.put(ranking.get(i).rowId(), new Place(i + 1, ranking.get(i).score()));
		}
		return places;
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
