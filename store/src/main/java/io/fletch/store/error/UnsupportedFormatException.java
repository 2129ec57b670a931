package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A file was written by a newer version of this library, with features that this one does
 * not know.
 */
public class UnsupportedFormatException extends StoreException {

	public UnsupportedFormatException(String message) {
		super(message);
	}

	public UnsupportedFormatException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
