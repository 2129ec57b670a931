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
	 * Orders the rows of the rankings anew. Rows have the ids that {@link Hit#rowId()}
	 * tells, by which their values can be read. Each ranking has at most 100 rows, or
	 * 400, 1,600 and so on if more are asked for: less than four times the limit and
	 * offset of the search.
	 * @param query the question that was asked
	 * @param rankings one ranking a search; some may be empty
	 * @return the rows of the rankings, each once, best first, with its relevance, which
	 * is a number, as score. A row that is left away is not found
	 */
	List<Candidate> rerank(String query, List<Ranking> rankings);

}
