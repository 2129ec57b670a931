package io.fletch.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Golden questions cannot be read, or say nothing that can be measured.
 */
public final class GoldenQuestionException extends RuntimeException {

	GoldenQuestionException(String message) {
		this(message, null);
	}

	GoldenQuestionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
