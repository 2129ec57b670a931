package io.fletch.store.index.vector;

import io.fletch.store.error.InvalidInputException;

/**
 * A vector is too long for an index to compare.
 */
public final class LongVectorException extends InvalidInputException {

	LongVectorException(String message) {
		super(message);
	}

}
