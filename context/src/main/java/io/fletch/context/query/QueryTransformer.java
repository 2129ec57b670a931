package io.fletch.context.query;

import java.util.Objects;

/**
 * Changes what is looked for, to answer a question. Implementations are safe for use by
 * several threads at once, and fail only if their thread is interrupted: what they cannot
 * do they note, and leave the query as it was.
 */
@FunctionalInterface
public interface QueryTransformer {

	/**
	 * Changes a query.
	 * @param query the query
	 * @return the changed query
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted
	 */
	TransformedQuery transform(TransformedQuery query);

	/**
	 * Makes a query of a question.
	 * @param question the question
	 * @return the query
	 */
	default TransformedQuery transform(Question question) {
		return transform(TransformedQuery.of(question));
	}

	/**
	 * Goes on with another transformer.
	 * @param next changes what this one made
	 * @return both, one after the other
	 */
	default QueryTransformer then(QueryTransformer next) {
		Objects.requireNonNull(next, "next");
		return (query) -> next.transform(transform(query));
	}

}
