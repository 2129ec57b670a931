package io.fletch.embeddings.remote;

import java.time.Duration;
import java.time.Instant;

/**
 * The passing of time, which tests do not wait for.
 */
interface Timing {

	Instant now();

	/**
	 * Waits until time has passed, or {@link #end()} was called.
	 */
	void await(Duration duration) throws InterruptedException;

	/**
	 * Returns a random number from 0 to 1.
	 */
	double chance();

	/**
	 * Ends all waiting, for ever.
	 */
	void end();

}
