package io.fletch.store.error;

/**
 * A change cannot be made because somebody else changed the table meanwhile. Nothing was
 * changed; it may be tried again.
 */
public class ConflictException extends StoreException {

	public ConflictException(String message) {
		super(message);
	}

}
