package io.fletch.store.error;

import org.jspecify.annotations.Nullable;

/**
 * The disk failed while a commit was being made durable: the write may or may not have
 * happened. The table must be opened anew, and then holds either the state before the
 * write or the state after it.
 */
public class CommitUnknownException extends StoreException {

	public CommitUnknownException(String message) {
		super(message);
	}

	public CommitUnknownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
