package io.fletch.embeddings.http;

import java.time.Duration;
import java.time.Instant;

/**
 * The passing of time, which tests do not wait for.
 */
public interface Timing {

	/**
	 * Returns the time.
	 * @return the time
	 */
	Instant now();

	/**
	 * Returns the passing of time as it is.
	 * @return a new timing, whose waiting can be ended
	 */
	static Timing system() {
		return new SystemTiming();
	}

	/**
	 * Waits until time has passed, or {@link #end()} was called.
	 * @param duration how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(Duration duration) throws InterruptedException;

	/**
	 * Returns a random number from 0 to 1.
	 * @return the number
	 */
	double chance();

	/**
	 * Ends all waiting, for ever.
	 */
	void end();

}
