package io.fletch.evaluation;

import java.util.List;

/**
 * A search that is measured: a table, a retriever, or anything else that ranks.
 */
@FunctionalInterface
public interface Searchable {

	/**
	 * Searches.
	 * @param question the question
	 * @param limit how many results are looked at
	 * @return the ids of what was found, best first, in the terms of the golden
	 * questions. Of several passages of one document the first counts; what goes beyond
	 * the limit does not
	 */
	List<String> search(String question, int limit);

}
