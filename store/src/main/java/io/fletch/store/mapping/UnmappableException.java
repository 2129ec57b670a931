package io.fletch.store.mapping;

/**
 * A component cannot be stored. Its message goes on where the component was named.
 */
final class UnmappableException extends RuntimeException {

	UnmappableException(String what) {
		super(what);
	}

}
