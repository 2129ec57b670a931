package io.fletch.store.embedding;

import org.jspecify.annotations.Nullable;

/**
 * An embedding function is unknown, could not be created, or failed on its input.
 */
public class EmbeddingException extends RuntimeException {

	public EmbeddingException(String message) {
		super(message);
	}

	public EmbeddingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
