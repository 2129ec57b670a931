package io.fletch.context.retrieval;

/**
 * A retriever failed.
 */
public final class RetrievalException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what failed, and what helps
	 * @param cause why
	 */
	public RetrievalException(String message, Throwable cause) {
		super(message, cause);
	}

}
