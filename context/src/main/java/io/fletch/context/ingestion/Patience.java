package io.fletch.context.ingestion;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for threads until some time has passed, whatever interrupts.
 */
final class Patience {

	/** Sums of two such times are still numbers. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final long deadline;

	private Patience(long nanos) {
		this.deadline = System.nanoTime() + nanos;
	}

	static Patience of(long time, TimeUnit unit) {
		return new Patience(unit.toNanos(time));
	}

	/**
	 * Returns a time in nanoseconds, or the longest that can be waited for.
	 */
	static long nanos(Duration time) {
		return (time.compareTo(LONGEST) < 0) ? time.toNanos() : LONGEST.toNanos();
	}

	/**
	 * Waits for the end of a thread.
	 * @return whether it has ended
	 */
	boolean join(Thread thread) {
		boolean interrupted = false;
		long left = this.deadline - System.nanoTime();
		while (thread.isAlive() && left > 0) {
			try {
				TimeUnit.NANOSECONDS.timedJoin(thread, left);
			}
			catch (InterruptedException ex) {
				// What was asked for in the meantime is told to the caller afterwards.
				interrupted = true;
			}
			left = this.deadline - System.nanoTime();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return !thread.isAlive();
	}

}
