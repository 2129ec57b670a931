package io.fletch.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;

/**
 * Stops a read that takes too long: its thread is interrupted, which every stage of a
 * read takes notice of, and the interrupt ends here.
 */
final class TimeLimit {

	private final Thread reader = Thread.currentThread();

	private final Duration limit;

	private final long begin = System.nanoTime();

	private boolean isOver;

	private boolean isDone;

	private TimeLimit(Duration limit) {
		this.limit = limit;
	}

	/**
	 * Reads within a time.
	 * @param limit the time, or {@code null} for any
	 * @throws CancelledException if it was not enough
	 */
	static <T> T run(@Nullable Duration limit, Supplier<T> read) {
		return (limit != null) ? new TimeLimit(limit).run(read) : read.get();
	}

	private <T> T run(Supplier<T> read) {
		if (this.limit.isZero()) {
			throw over(null);
		}
		CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>().orTimeout(nanos(), TimeUnit.NANOSECONDS);
		timer.whenComplete((done, ex) -> {
			if (ex != null) {
				stop();
			}
		});
		try {
			T result = read.get();
			requireInTime(timer, null);
			return result;
		}
		catch (CancelledException ex) {
			requireInTime(timer, ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			// Rerankers and embedding functions say in their own way that they were
			// interrupted.
			if (finish(timer)) {
				throw over(ex);
			}
			throw ex;
		}
		finally {
			finish(timer);
		}
	}

	private void requireInTime(CompletableFuture<Boolean> timer, @Nullable RuntimeException cause) {
		// A timer may be late.
		if (finish(timer) || System.nanoTime() - this.begin >= nanos()) {
			throw over(cause);
		}
	}

	private synchronized boolean finish(CompletableFuture<Boolean> timer) {
		timer.complete(true);
		if (this.isOver && !this.isDone) {
			Thread.interrupted();
		}
		this.isDone = true;
		return this.isOver;
	}

	private long nanos() {
		return (this.limit.toDays() > 365) ? TimeUnit.DAYS.toNanos(365) : this.limit.toNanos();
	}

	private synchronized void stop() {
		if (!this.isDone) {
			this.isOver = true;
			this.reader.interrupt();
		}
	}

	private CancelledException over(@Nullable RuntimeException cause) {
		return new CancelledException("The search timed out after " + this.limit.toMillis()
				+ " ms; give it more time, a narrower filter, or an index", cause);
	}

}
