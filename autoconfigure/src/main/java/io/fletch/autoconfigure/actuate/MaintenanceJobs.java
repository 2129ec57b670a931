package io.fletch.autoconfigure.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.context.SmartLifecycle;

import io.fletch.autoconfigure.DatabaseLifecycle;
import io.fletch.store.Table;

/**
 * Does what is asked to be done to tables, the same to one table once at a time, and
 * remembers the last of it. When the application stops, what runs has the time of upkeep,
 * and is then stopped; what it committed until then stays.
 */
final class MaintenanceJobs implements SmartLifecycle, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceJobs.class);

	private static final int REMEMBERED = 50;

	private static final long GRACE_SECONDS = 5;

	private final Clock clock;

	private final Duration time;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Holder> jobs = new ArrayDeque<>();

	private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	/**
	 * Makes what does jobs.
	 * @param time what jobs that run have when the application stops
	 */
	MaintenanceJobs(Clock clock, Duration time) {
		this.clock = clock;
		this.time = time;
	}

	/**
	 * Begins an operation, unless it runs already.
	 * @return the job, which may be one that runs
	 * @throws InvalidEndpointRequestException if the application stops
	 */
	MaintenanceJob begin(String database, Table table, MaintenanceOperation operation) {
		this.lock.lock();
		try {
			if (this.threads.isShutdown()) {
				throw new InvalidEndpointRequestException("Nothing begins any more: the application stops",
						"The application stops");
			}
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

	/**
	 * What runs is never forgotten.
	 */
	private void forgetOldest() {
		Iterator<Holder> oldest = this.jobs.descendingIterator();
		int tooMany = this.jobs.size() - REMEMBERED;
		while (tooMany > 0 && oldest.hasNext()) {
			if (!oldest.next().job.isRunning()) {
				oldest.remove();
				tooMany--;
			}
		}
	}

	private void run(Holder holder, Table table, MaintenanceOperation operation) {
		try {
			String done = operation.run(table);
			holder.job = holder.job.done(done, this.clock.instant());
		}
		catch (Throwable ex) {
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
	public int getPhase() {
		return DatabaseLifecycle.PHASE;
	}

	@Override
	public boolean isRunning() {
		return !current().isShutdown();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (this.threads.isShutdown()) {
				this.threads = Executors.newVirtualThreadPerTaskExecutor();
			}
		}
		finally {
			this.lock.unlock();
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
	 * Stops beside the upkeep of the databases, which has the same time.
	 */
	@Override
	public void stop(Runnable callback) {
		current().shutdown();
		Thread.startVirtualThread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public void stop() {
		finish(this.time);
	}

	@Override
	public void close() {
		finish(Duration.ZERO);
	}

	private void finish(Duration time) {
		ExecutorService running = current();
		running.shutdown();
		try {
			if (!running.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
				running.shutdownNow();
				running.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			running.shutdownNow();
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
