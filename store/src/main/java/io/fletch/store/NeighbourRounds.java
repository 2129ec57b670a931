package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.store.query.Candidate;
import io.fletch.store.scan.VectorQuery;

/**
 * Finds neighbours by an index in an order that does not depend on how many are asked
 * for, so that pages fit together. An index that looks for more may find others, so those
 * of the first rounds stand before all that later rounds find, and the last round
 * compares every row.
 */
final class NeighbourRounds {

	/** How many rows the first round finds. */
	static final int FIRST_DEPTH = 100;

	private static final int GROWTH = 4;

	/** How many rows a round by the index finds at most. */
	private static final int LAST_DEPTH = 1600;

	private final Neighbours neighbours;

	private final VectorQuery query;

	NeighbourRounds(Neighbours neighbours, VectorQuery query) {
		this.neighbours = neighbours;
		this.query = query;
	}

	/**
	 * Finds rows, at least so many as the query asks for if there are.
	 */
	List<Candidate> find() throws IOException {
		Map<Long, Candidate> found = new LinkedHashMap<>();
		for (long depth = FIRST_DEPTH;; depth *= GROWTH) {
			boolean isLast = isLast(this.query, depth);
			int limit = isLast ? this.query.limit() : (int) Math.min(depth, Integer.MAX_VALUE);
			List<Candidate> nearest = this.neighbours
				.nearest(this.query.with(limit, isLast ? VectorQuery.Mode.EXACT : this.query.mode()));
			nearest.forEach((row) -> found.putIfAbsent(row.rowId(), row));
			if (isLast || nearest.size() < limit || found.size() >= this.query.limit()) {
				return new ArrayList<>(found.values());
			}
		}
	}

	/**
	 * Tells in words what {@link #find} does at most for a query.
	 */
	static String plan(VectorQuery query) {
		List<Long> depths = new ArrayList<>();
		long depth = FIRST_DEPTH;
		while (!isLast(query, depth)) {
			depths.add(depth);
			if (depth >= query.limit()) {
				return "finds the best " + depths;
			}
			depth *= GROWTH;
		}
		return "finds the best " + depths + ", then compares with each row";
	}

	private static boolean isLast(VectorQuery query, long depth) {
		return query.mode() == VectorQuery.Mode.AUTO && depth > LAST_DEPTH;
	}

	/**
	 * Finds the nearest rows.
	 */
	@FunctionalInterface
	interface Neighbours {

		List<Candidate> nearest(VectorQuery query) throws IOException;

	}

}
