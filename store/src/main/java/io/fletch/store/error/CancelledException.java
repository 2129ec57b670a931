package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * An operation was cancelled, or ran out of time, before it changed anything.
 */
public class CancelledException extends StoreException {

	public CancelledException(String message) {
		super(message);
	}

	public CancelledException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
