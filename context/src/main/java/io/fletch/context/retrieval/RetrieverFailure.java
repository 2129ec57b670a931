package io.fletch.context.retrieval;

import java.util.Objects;

/**
 * A retriever that did not answer.
 *
 * @param retriever its position among the retrievers, from 0
 * @param question what it was asked
 * @param cause why
 */
public record RetrieverFailure(int retriever, String question, RuntimeException cause) {

	public RetrieverFailure {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(cause, "cause");
	}

}
