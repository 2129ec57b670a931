package io.fletch.sample.collection;

import java.util.List;

/**
 * There is no collection of an id.
 */
public final class UnknownCollectionException extends RuntimeException {

	UnknownCollectionException(List<String> known) {
		super("There is no such collection. Those there are: " + String.join(", ", known) + ".");
	}

}
