package io.fletch.autoconfigure.actuate;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.Table;

/**
 * Does what is asked to be done to tables, the same to one table once at a time, and
 * remembers the last of it. When it is closed, what runs is stopped, which changes
 * nothing.
 */
final class MaintenanceJobs implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceJobs.class);

	private static final int REMEMBERED = 50;

	private static final long GRACE_SECONDS = 5;

	private final Clock clock;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Holder> jobs = new ArrayDeque<>();

	MaintenanceJobs(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Begins an operation, unless it runs already.
	 * @return the job, which may be one that runs
	 */
	MaintenanceJob begin(String database, Table table, MaintenanceOperation operation) {
		this.lock.lock();
		try {
			MaintenanceJob asked = MaintenanceJob.begun(database, table.id(), operation, this.clock.instant());
			for (Holder known : this.jobs) {
				if (known.job.isRunning() && known.job.isLike(asked)) {
					return known.job;
				}
			}
			Holder holder = new Holder(asked);
			this.threads.execute(() -> run(holder, table, operation));
			this.jobs.addFirst(holder);
			forgetOldest();
			return asked;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forgetOldest() {
		if (this.jobs.size() > REMEMBERED && !this.jobs.getLast().job.isRunning()) {
			this.jobs.removeLast();
		}
	}

	private void run(Holder holder, Table table, MaintenanceOperation operation) {
		try {
			String done = operation.run(table);
			holder.job = holder.job.done(done, this.clock.instant());
		}
		catch (RuntimeException ex) {
			// Whatever it was, it is told to whoever asks for the jobs.
			logger.warn("The operation {} of the table '{}' failed", operation.label(), holder.job.table(), ex);
			holder.job = holder.job.failed(ex, this.clock.instant());
		}
	}

	/**
	 * Returns the last jobs, newest first.
	 */
	List<MaintenanceJob> list() {
		this.lock.lock();
		try {
			return this.jobs.stream().map((holder) -> holder.job).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		try {
			this.threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class Holder {

		private volatile MaintenanceJob job;

		Holder(MaintenanceJob job) {
			this.job = job;
		}

	}

}
