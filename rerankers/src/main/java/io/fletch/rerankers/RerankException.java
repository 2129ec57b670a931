package io.fletch.rerankers;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.ModelException;

/**
 * Rows could not be ranked, because a model failed or cannot be loaded.
 */
public final class RerankException extends ModelException {

	/**
	 * Creates the exception.
	 * @param message what failed, and what helps
	 */
	public RerankException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message what failed, and what helps
	 * @param cause why, or {@code null}
	 */
	public RerankException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
