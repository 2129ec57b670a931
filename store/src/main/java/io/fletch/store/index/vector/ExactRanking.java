package io.fletch.store.index.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.fletch.store.distance.QueryVector;

/**
 * Ranks rows by their exact distances.
 */
final class ExactRanking {

	private static final Comparator<Neighbour> NEAREST_FIRST = Comparator.comparingDouble(Neighbour::distance)
		.thenComparingInt(Neighbour::ordinal);

	private final QueryVector query;

	private final VectorSearch search;

	private final VectorSource source;

	private final NearestQueue best;

	ExactRanking(QueryVector query, VectorSearch search, VectorSource source, int rows) {
		this.query = query;
		this.search = search;
		this.source = source;
		this.best = new NearestQueue(Math.min(search.limit(), rows));
	}

	void offer(int ordinal) {
		this.search.work().exactly();
		double distance = this.source.distance(this.query, ordinal);
		if (distance >= this.search.lower() && distance < this.search.upper()) {
			this.best.offer(ordinal, distance);
		}
	}

	/**
	 * Compares rows in the order of their ordinals, in which they lie in memory.
	 */
	void offerAll(int... rising) {
		for (int ordinal : rising) {
			offer(ordinal);
		}
	}

	int size() {
		return this.best.size();
	}

	List<Neighbour> nearestFirst() {
		List<Neighbour> found = new ArrayList<>(this.best.size());
		for (int i = 0; i < this.best.size(); i++) {
			found.add(new Neighbour(this.best.ordinal(i), this.best.score(i)));
		}
		found.sort(NEAREST_FIRST);
		return found;
	}

}
