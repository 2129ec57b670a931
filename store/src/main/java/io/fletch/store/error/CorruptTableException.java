package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A file of the table is damaged: too short, of a wrong checksum, or holding values that
 * cannot be. Nothing is answered from it.
 */
public class CorruptTableException extends StoreException {

	public CorruptTableException(String message) {
		super(message);
	}

	public CorruptTableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
