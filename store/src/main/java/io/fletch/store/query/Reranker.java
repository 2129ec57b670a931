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
	 * tells.
	 * @param rows the question, the rankings, and what their rows hold
	 * @return the rows of the rankings, each once, best first, with its relevance, which
	 * is a number, as score. A row that is left away is not found
	 */
	List<Candidate> rerank(RankedRows rows);

	/**
	 * Returns how many rows {@link #rerank(RankedRows)} gives at most, so that it is not
	 * asked once more for others.
	 * @return the number, at least 1; by default there is no bound
	 */
	default int mostRows() {
		return Integer.MAX_VALUE;
	}

}
