package io.fletch.store.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one search found, best first, every row once.
 *
 * @param source the kind of search
 * @param candidates the rows in order of falling score
 */
public record Ranking(Source source, List<Candidate> candidates) {

	/**
	 * Takes rows over, each the first time that it comes.
	 * @param source the kind of search
	 * @param candidates the rows in order of falling score
	 */
	public Ranking {
		Set<Long> seen = HashSet.newHashSet(candidates.size());
		List<Candidate> once = new ArrayList<>(candidates.size());
		for (Candidate candidate : candidates) {
			if (seen.add(candidate.rowId())) {
				once.add(candidate);
			}
		}
		candidates = List.copyOf(once);
	}

	/**
	 * Takes over what a search found, so that several searches can be made one ranking
	 * of.
	 * @param source the kind of search
	 * @param hits what it found, best first
	 * @return the ranking, with the scores of the hits
	 */
	public static Ranking of(Source source, List<? extends Hit<?>> hits) {
		return new Ranking(source, hits.stream().map((hit) -> new Candidate(hit.rowId(), hit.score())).toList());
	}

	/**
	 * The kind of search that a ranking comes from.
	 */
	public enum Source {

		/** Nearest vectors; the score is the negated distance, or a similarity. */
		VECTOR,

		/** Full text; the score is BM25. */
		TEXT

	}

}
