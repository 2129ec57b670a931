package io.fletch.store.query;

import java.util.List;

/**
 * What one search found, best first, every row at most once.
 *
 * @param source the kind of search
 * @param candidates the rows in order of falling score
 */
public record Ranking(Source source, List<Candidate> candidates) {

	public Ranking {
		candidates = List.copyOf(candidates);
	}

	/**
	 * The kind of search that a ranking comes from.
	 */
	public enum Source {

		/** Nearest vectors; the score is the negated distance. */
		VECTOR,

		/** Full text; the score is BM25. */
		TEXT

	}

}
