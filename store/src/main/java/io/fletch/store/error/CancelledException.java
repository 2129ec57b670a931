package io.fletch.store.error;

/**
 * An operation was cancelled, or ran out of time, before it changed anything.
 */
public class CancelledException extends StoreException {

	public CancelledException(String message) {
		super(message);
	}

}
