package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A name, a row, a filter or an option is not acceptable. Nothing was changed.
 */
public class InvalidInputException extends StoreException {

	public InvalidInputException(String message) {
		super(message);
	}

	public InvalidInputException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
