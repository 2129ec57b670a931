package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A table of that name is in the database already.
 */
public class TableExistsException extends StoreException {

	public TableExistsException(String message) {
		super(message);
	}

	public TableExistsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
