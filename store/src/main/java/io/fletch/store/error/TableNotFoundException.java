package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * No table of that name is in the database.
 */
public class TableNotFoundException extends StoreException {

	public TableNotFoundException(String message) {
		super(message);
	}

	public TableNotFoundException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
