package io.fletch.context.retrieval;

import java.util.List;
import java.util.Objects;

import io.fletch.store.query.QueryKind;

/**
 * Finds the passages that fit a question. Implementations are safe for use by several
 * threads at once, and stop when their thread is interrupted.
 */
@FunctionalInterface
public interface Retriever {

	/**
	 * Finds passages.
	 * @param query the question, and how to look
	 * @return the passages, best first, each once, at most as many as the query's limit
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted, or
	 * the time of the query is over
	 * @throws io.fletch.store.error.InvalidInputException if the condition of the query
	 * does not fit the rows
	 */
	List<RetrievedPassage> retrieve(RetrievalQuery query);

	/**
	 * Tells whether a condition fits the rows. One that was drawn from a question is left
	 * off where it does not.
	 * @param condition the condition
	 * @return {@code false} if a query with this condition would fail; by default it is
	 * believed to fit
	 */
	default boolean takes(Condition condition) {
		Objects.requireNonNull(condition, "condition");
		return true;
	}

	/**
	 * Finds passages.
	 * @param question the question, not blank
	 * @param kind what is compared
	 * @param limit how many passages at most, from 1 to 1,000
	 * @return the passages, best first
	 */
	default List<RetrievedPassage> retrieve(String question, QueryKind kind, int limit) {
		return retrieve(RetrievalQuery.of(question).kind(kind).limit(limit));
	}

}
