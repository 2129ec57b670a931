package io.fletch.embeddings.http;

import io.fletch.store.embedding.EmbeddingException;

/**
 * A provider does not know the key of a request, or no longer does.
 */
public final class KeyRefusedException extends EmbeddingException {

	KeyRefusedException(String message) {
		super(message);
	}

}
