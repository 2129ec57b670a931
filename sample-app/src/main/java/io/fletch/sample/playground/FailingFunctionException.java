package io.fletch.sample.playground;

import java.util.Objects;

import io.fletch.context.ingestion.Passage;
import io.fletch.store.Database;

/**
 * The embedding function of a collection gives no vector of a question: its model fails,
 * or its server does not answer. The message names it.
 */
public final class FailingFunctionException extends RuntimeException {

	private FailingFunctionException(String function, String reason, Throwable cause) {
		super("The embedding function '" + function + "' gives no vector of the question: " + reason
				+ " See that its model is there, or its server runs, and ask again; by words alone nothing is embedded.",
				cause);
	}

	/**
	 * Tells which function it is.
	 * @param database the database of the collection
	 * @param cause what it failed with
	 * @return the exception to be thrown
	 */
	public static FailingFunctionException of(Database database, RuntimeException cause) {
		String function = Objects.requireNonNullElseGet(Passage.table(database).embeddingFunction(),
				database::defaultFunction);
		String reason = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()).strip();
		return new FailingFunctionException(function, reason.endsWith(".") ? reason : reason + ".", cause);
	}

}
