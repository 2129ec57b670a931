package io.fletch.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;

/**
 * Tells a long write when to stop: when the thread that asked for it was interrupted,
 * whichever thread does the work, or when its time is over.
 */
final class Cancellation {

	private final String operation;

	private final @Nullable Duration timeout;

	private final Thread owner = Thread.currentThread();

	private final long begin = System.nanoTime();

	Cancellation(String operation, @Nullable Duration timeout) {
		this.operation = operation;
		this.timeout = timeout;
	}

	/**
	 * Stops the work if it is to be stopped.
	 * @throws CancelledException if it is
	 */
	void check() {
		if (this.owner.isInterrupted() || Thread.currentThread().isInterrupted()) {
			throw new CancelledException("The " + this.operation + " was cancelled; nothing was changed");
		}
		if (this.timeout != null) {
			checkTime(this.timeout);
		}
	}

	/**
	 * Stops the work if it has taken longer than a time.
	 */
	void checkTime(Duration limit) {
		if (Duration.ofNanos(System.nanoTime() - this.begin).compareTo(limit) >= 0) {
			throw new CancelledException("The " + this.operation + " timed out after " + limit.toMillis()
					+ " ms; nothing was changed. Give it more time, or fewer rows at once");
		}
	}

}
