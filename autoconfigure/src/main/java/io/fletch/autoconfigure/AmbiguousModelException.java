package io.fletch.autoconfigure;

import java.util.List;

/**
 * There are several embedding models, and nothing says which one makes the vectors of the
 * vector store.
 */
final class AmbiguousModelException extends RuntimeException {

	AmbiguousModelException(List<String> models) {
		super("The vector store needs one embedding model, but there are " + models.size() + ": "
				+ String.join(", ", models));
	}

}
