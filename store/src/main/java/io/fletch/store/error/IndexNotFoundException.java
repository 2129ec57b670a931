package io.fletch.store.error;

/**
 * An index that a table does not have.
 */
public class IndexNotFoundException extends StoreException {

	public IndexNotFoundException(String message) {
		super(message);
	}

}
