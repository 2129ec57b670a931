package io.fletch.store.error;

/**
 * A version, tag or branch that a table does not have.
 */
public class VersionNotFoundException extends StoreException {

	public VersionNotFoundException(String message) {
		super(message);
	}

}
