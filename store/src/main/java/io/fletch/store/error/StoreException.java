package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong in the store. Subclasses say what.
 */
public class StoreException extends RuntimeException {

	public StoreException(String message) {
		super(message);
	}

	public StoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
