package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * There is no namespace of that name.
 */
public class NamespaceNotFoundException extends StoreException {

	public NamespaceNotFoundException(String message) {
		super(message);
	}

	public NamespaceNotFoundException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
