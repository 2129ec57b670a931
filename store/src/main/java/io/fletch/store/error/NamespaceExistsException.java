package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * There is a namespace of that name already.
 */
public class NamespaceExistsException extends StoreException {

	public NamespaceExistsException(String message) {
		super(message);
	}

	public NamespaceExistsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
