package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * A namespace that holds tables or other namespaces cannot be dropped without them.
 */
public class NamespaceNotEmptyException extends StoreException {

	public NamespaceNotEmptyException(String message) {
		super(message);
	}

	public NamespaceNotEmptyException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
