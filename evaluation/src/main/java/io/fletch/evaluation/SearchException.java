package io.fletch.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * A search failed while it was measured.
 */
public final class SearchException extends RuntimeException {

	SearchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
