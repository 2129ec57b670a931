package io.fletch.store;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the upkeep of a database's tables, each in a virtual thread. While it is paused,
 * what comes is refused; upkeep is then left to a later write.
 */
final class BackgroundWork implements Executor {

	/** How long what was told to stop may take to do so. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final Duration LONGEST = Duration.ofDays(365);

	private final ReentrantLock lock = new ReentrantLock();

	private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private boolean closed;

	/** Whether what runs was told to stop. */
	private boolean isStopped;

	/**
	 * Runs something.
	 * @throws RejectedExecutionException if this is paused or closed
	 */
	@Override
	public void execute(Runnable work) {
		try {
			current().execute(work);
		}
		catch (RejectedExecutionException ex) {
			throw new RejectedExecutionException(
					"No upkeep begins: it is paused, or the database is closed; a later write sees to it", ex);
		}
	}

	private ExecutorService current() {
		this.lock.lock();
		try {
			return this.threads;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes nothing more, waits for what runs, and stops what is not done in time. What
	 * is stopped changes nothing. What was told to stop before is not waited for again.
	 * @return whether nothing runs any more, and nothing was stopped now
	 */
	boolean pause(Duration time) {
		if (isStopped()) {
			return current().isTerminated();
		}
		long millis = (time.compareTo(LONGEST) < 0) ? time.toMillis() : LONGEST.toMillis();
		ExecutorService paused = current();
		paused.shutdown();
		try {
			if (paused.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
				return true;
			}
			stop(paused);
			paused.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			stop(paused);
			Thread.currentThread().interrupt();
		}
		return false;
	}

	private boolean isStopped() {
		this.lock.lock();
		try {
			return this.isStopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void stop(ExecutorService paused) {
		this.lock.lock();
		try {
			this.isStopped = true;
		}
		finally {
			this.lock.unlock();
		}
		paused.shutdownNow();
	}

	void resume() {
		this.lock.lock();
		try {
			if (this.threads.isShutdown() && !this.closed) {
				this.threads = Executors.newVirtualThreadPerTaskExecutor();
				this.isStopped = false;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for what runs, however long it takes, unless it was told to stop and goes on
	 * all the same. Takes nothing more.
	 */
	void close() {
		ExecutorService running;
		boolean wait;
		this.lock.lock();
		try {
			this.closed = true;
			running = this.threads;
			wait = !this.isStopped;
		}
		finally {
			this.lock.unlock();
		}
		if (wait) {
			running.close();
		}
	}

}
