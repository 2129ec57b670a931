package io.fletch.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides when a read of a table must look for what other processes wrote.
 */
final class ReadConsistency {

	private final long interval;

	private final LongSupplier nanoTime;

	private final AtomicLong lookedAt;

	/**
	 * Begins with a table that was just read.
	 * @param interval how old the view may be
	 * @param nanoTime the clock, as {@link System#nanoTime()}
	 */
	ReadConsistency(Duration interval, LongSupplier nanoTime) {
		this.interval = nanos(interval);
		this.nanoTime = nanoTime;
		this.lookedAt = new AtomicLong(nanoTime.getAsLong());
	}

	static ReadConsistency strong() {
		return new ReadConsistency(Duration.ZERO, System::nanoTime);
	}

	private static long nanos(Duration interval) {
		return (interval.compareTo(ChronoUnit.CENTURIES.getDuration()) < 0) ? interval.toNanos() : Long.MAX_VALUE;
	}

	/**
	 * Tells whether this read must look. If so, others need not until the interval is
	 * over.
	 */
	boolean isDue() {
		if (this.interval == 0) {
			return true;
		}
		long now = this.nanoTime.getAsLong();
		long last = this.lookedAt.get();
		return this.interval != Long.MAX_VALUE && now - last >= this.interval && this.lookedAt.compareAndSet(last, now);
	}

}
