package io.fletch.store.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.store.error.InvalidInputException;

/**
 * Reciprocal rank fusion, by which a hybrid query joins its rankings unless it names a
 * {@link Reranker}: the relevance of a row is the sum of {@code 1 / (k + rank)} over the
 * rankings that hold it, with ranks from 1. Source: Cormack, Clarke and Büttcher,
 * "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
 * SIGIR 2009.
 */
public final class RankFusion {

	/** The constant of the paper: how much the first ranks stand out. */
	public static final int DEFAULT_K = 60;

	private RankFusion() {
	}

	/**
	 * Fuses rankings.
	 * @param rankings the rankings, each best first
	 * @param k the constant, at least 1
	 * @return every row once, best first, rows of equal relevance by row id
	 * @throws InvalidInputException if {@code k} is less than 1
	 */
	public static List<Candidate> reciprocal(List<Ranking> rankings, int k) {
		if (k < 1) {
			throw new InvalidInputException("k must be at least 1, but was " + k);
		}
		int most = rankings.stream().mapToInt((ranking) -> ranking.candidates().size()).sum();
		Map<Long, Double> relevance = LinkedHashMap.newLinkedHashMap(most);
		for (Ranking ranking : rankings) {
			int rank = 1;
			for (Candidate candidate : ranking.candidates()) {
				relevance.merge(candidate.rowId(), 1.0 / ((double) k + rank), Double::sum);
				rank++;
			}
		}
		return relevance.entrySet()
			.stream()
			.map((entry) -> new Candidate(entry.getKey(), entry.getValue()))
			.sorted()
			.toList();
	}

}
