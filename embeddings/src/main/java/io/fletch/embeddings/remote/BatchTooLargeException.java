package io.fletch.embeddings.remote;

import io.fletch.store.embedding.EmbeddingException;

/**
 * A provider takes no request of this size.
 */
final class BatchTooLargeException extends EmbeddingException {

	BatchTooLargeException(String message) {
		super(message);
	}

}
