package io.fletch.store;

/**
 * What was begun and ends when this is closed.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	/**
	 * Ends it. Does nothing if called again.
	 */
	@Override
	void close();

}
