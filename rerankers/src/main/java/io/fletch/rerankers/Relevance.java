package io.fletch.rerankers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.fletch.store.query.Candidate;

/**
 * Sums up the relevance of rows.
 */
final class Relevance {

	private final Map<Long, Double> sums = new HashMap<>();

	void add(long rowId, double score) {
		this.sums.merge(rowId, score, Double::sum);
	}

	/**
	 * Returns the rows best first, those of equal relevance by row id.
	 */
	List<Candidate> candidates() {
		return this.sums.entrySet()
			.stream()
			.map((entry) -> new Candidate(entry.getKey(), entry.getValue()))
			.sorted()
			.toList();
	}

}
