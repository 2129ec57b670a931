package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it read. Nothing was changed; asking again is safe.
 */
public class CancelledException extends StoreException {

	public CancelledException(String message) {
		super(message);
	}

	public CancelledException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
