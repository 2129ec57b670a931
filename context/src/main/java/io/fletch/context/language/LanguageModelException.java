package io.fletch.context.language;

import org.jspecify.annotations.Nullable;

/**
 * A chat model did not answer.
 */
public final class LanguageModelException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what failed, and what helps
	 * @param cause why, or {@code null}
	 */
	public LanguageModelException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
