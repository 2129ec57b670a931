package io.fletch.context.ingestion;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a pipeline does at once, and how often it tries again.
 *
 * @param workers how many documents are read and embedded at once
 * @param attempts how often a document is tried, counting the first time, where the
 * failure may pass
 * @param retryDelay how long to wait before the second attempt; doubled before each
 * further one, up to 5 minutes
 * @param closeTimeout how long closing waits for the batches in hand before it interrupts
 * them
 */
public record IngestionWork(int workers, int attempts, Duration retryDelay, Duration closeTimeout) {

	/** Two workers; five attempts, the second after a second; half a minute to close. */
	public static final IngestionWork DEFAULT = new IngestionWork(2, 5, Duration.ofSeconds(1), Duration.ofSeconds(30));

	private static final int MOST_WORKERS = 256;

	private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

	public IngestionWork {
		Objects.requireNonNull(retryDelay, "retryDelay");
		Objects.requireNonNull(closeTimeout, "closeTimeout");
		if (workers < 1 || workers > MOST_WORKERS) {
			throw new IllegalArgumentException("workers must be from 1 to " + MOST_WORKERS + ", but was " + workers);
		}
		if (attempts < 1) {
			throw new IllegalArgumentException(
					"attempts must be at least 1, but was " + attempts + "; 1 never tries again");
		}
		requireNotNegative("retryDelay", retryDelay);
		requireNotNegative("closeTimeout", closeTimeout);
	}

	/**
	 * Sets how many documents are worked on at once.
	 * @param workers the number, from 1 to 256
	 * @return work with this number
	 */
	public IngestionWork withWorkers(int workers) {
		return new IngestionWork(workers, this.attempts, this.retryDelay, this.closeTimeout);
	}

	/**
	 * Sets how often a document is tried.
	 * @param attempts the number, counting the first time
	 * @param delay how long to wait before the second attempt
	 * @return work with these attempts
	 */
	public IngestionWork withAttempts(int attempts, Duration delay) {
		Objects.requireNonNull(delay, "delay");
		return new IngestionWork(this.workers, attempts, delay, this.closeTimeout);
	}

	/**
	 * Sets how long closing waits.
	 * @param timeout the time
	 * @return work with this time
	 */
	public IngestionWork withCloseTimeout(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		return new IngestionWork(this.workers, this.attempts, this.retryDelay, timeout);
	}

	/**
	 * Returns how long to wait after so many attempts have failed.
	 */
	Duration delayAfter(int failed) {
		long factor = 1L << Math.min(failed - 1, 30);
		if (this.retryDelay.compareTo(LONGEST_DELAY.dividedBy(factor)) >= 0) {
			return (factor == 1) ? this.retryDelay : LONGEST_DELAY;
		}
		return this.retryDelay.multipliedBy(factor);
	}

	private static void requireNotNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative, but was " + value);
		}
	}

}
