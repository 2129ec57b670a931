package io.fletch.store;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;

/**
 * An index that is built in the background.
 */
public final class IndexBuild {

	private final IndexCreation creation;

	private final FutureTask<IndexInfo> task;

	private IndexBuild(IndexCreation creation) {
		this.creation = creation;
		this.task = new FutureTask<>(creation::run);
	}

	static IndexBuild start(IndexCreation creation) {
		IndexBuild build = new IndexBuild(creation);
		Thread.ofVirtual().name("fletch-index-" + creation.name()).start(build.task);
		return build;
	}

	/**
	 * Returns the name of the index.
	 * @return the name
	 */
	public String name() {
		return this.creation.name();
	}

	/**
	 * Tells how much was read.
	 * @return a number from 0 to 1
	 */
	public double progress() {
		long total = this.creation.total();
		if (isDone()) {
			return 1;
		}
		return (total > 0) ? Math.min(1, (double) this.creation.done() / total) : 0;
	}

	/**
	 * Tells whether it is over, whatever its end was.
	 * @return whether it is
	 */
	public boolean isDone() {
		return this.task.isDone();
	}

	/**
	 * Stops the building. The table then has the indexes that it had.
	 * @return {@code false} if it was over already
	 */
	public boolean cancel() {
		return this.task.cancel(true);
	}

	/**
	 * Waits until the index is built.
	 * @return the index
	 * @throws CancelledException if it was cancelled, or the waiting thread is
	 * interrupted
	 * @throws StoreException if it could not be built
	 */
	public IndexInfo await() {
		return await(Duration.ofNanos(Long.MAX_VALUE));
	}

	/**
	 * Waits until the index is built, but not for ever.
	 * @param timeout how long to wait
	 * @return the index
	 * @throws CancelledException if it was cancelled, the time is over, or the waiting
	 * thread is interrupted
	 * @throws StoreException if it could not be built
	 */
	public IndexInfo await(Duration timeout) {
		try {
			return this.task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (CancellationException ex) {
			throw new CancelledException("The building of the index '" + name() + "' was cancelled");
		}
		catch (TimeoutException ex) {
			throw new CancelledException("The index '" + name() + "' was not built within " + timeout
					+ "; it is built on in the background");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The thread was interrupted while it waited for the index '" + name() + "'");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof StoreException failure) {
				throw failure;
			}
			throw new StoreException("The index '" + name() + "' could not be built", ex.getCause());
		}
	}

}
