package io.fletch.embeddings.http;

import io.fletch.store.embedding.EmbeddingException;

/**
 * A provider takes no request of this size.
 */
public final class BatchTooLargeException extends EmbeddingException {

	BatchTooLargeException(String message) {
		super(message);
	}

}
