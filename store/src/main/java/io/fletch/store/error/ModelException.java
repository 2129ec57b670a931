package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A model that a query needs failed, or cannot be loaded. The same query may succeed
 * later.
 */
public class ModelException extends StoreException {

	public ModelException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
