package io.fletch.sample.soak;

/**
 * Somebody who uses the application, one thing after the other.
 */
interface Client {

	/** Does one thing, and fails if the answer to it is wrong. */
	void act() throws Exception;

}
