package io.fletch.store.query;

import java.util.List;

/**
 * Makes one ranking out of the rankings of several searches over the same table.
 * Implementations are safe for use by several threads at once.
 */
public interface Reranker {

	/**
	 * Returns the name by which configuration refers to this reranker.
	 * @return the name, for example {@code rrf}
	 */
	String name();

	/**
	 * Orders the rows of the rankings anew.
	 * @param query the question that was asked
	 * @param rankings one ranking a search; some may be empty
	 * @return every row of the rankings once, best first, with its relevance as score
	 */
	List<Candidate> rerank(String query, List<Ranking> rankings);

}
