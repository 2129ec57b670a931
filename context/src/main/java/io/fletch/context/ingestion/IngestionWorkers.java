package io.fletch.context.ingestion;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that ingest, each one job after the other.
 */
final class IngestionWorkers {

	private static final Logger logger = LoggerFactory.getLogger(IngestionWorkers.class);

	private static final int ABORT_SECONDS = 2;

	private final JobList jobs;

	private final Ingestion ingestion;

	private final Duration closeTimeout;

	private final List<Thread> threads;

	IngestionWorkers(JobList jobs, Ingestion ingestion, IngestionWork work) {
		this.jobs = jobs;
		this.ingestion = ingestion;
		this.closeTimeout = work.closeTimeout();
		this.threads = IntStream.range(0, work.workers())
			.mapToObj((index) -> Thread.ofPlatform().daemon().name("fletch-ingestion-" + index).unstarted(this::run))
			.toList();
	}

	/**
	 * Starts all threads, or none that stays.
	 */
	void start() {
		try {
			this.threads.forEach(Thread::start);
		}
		catch (RuntimeException | Error ex) {
			// Those that run already end when there is nothing more to take.
			locked(this.jobs::close);
			throw ex;
		}
	}

	private void run() {
		for (Job job = this.jobs.take(); job != null; job = this.jobs.take()) {
			try {
				this.ingestion.run(job);
			}
			catch (RuntimeException | Error ex) {
				// Not even its failure could be told; the next document may be luckier.
				logger.error("The ingestion of '{}' ended without a result", job.document().name(), ex);
			}
		}
	}

	/**
	 * Lets the batches in hand end, for some time, and stores them. Nothing is written
	 * after that, so what goes on for longer harms nothing.
	 */
	void close() {
		locked(this.jobs::close);
		boolean ended = join(Patience.nanos(this.closeTimeout));
		locked(this.jobs::abandon);
		if (!ended) {
			logger.warn("Ingestion did not stop within {} (closeTimeout), and is interrupted", this.closeTimeout);
			join(TimeUnit.SECONDS.toNanos(ABORT_SECONDS));
		}
	}

	/**
	 * Gives up the batches in hand.
	 */
	void abandon() {
		locked(() -> {
			this.jobs.close();
			this.jobs.abandon();
		});
		if (!join(TimeUnit.SECONDS.toNanos(ABORT_SECONDS))) {
			logger.info("Ingestion goes on for a while without being heard, as it was interrupted in vain");
		}
	}

	private void locked(Runnable action) {
		this.jobs.lock().lock();
		try {
			action.run();
		}
		finally {
			this.jobs.lock().unlock();
		}
	}

	private boolean join(long nanos) {
		Patience patience = Patience.of(nanos, TimeUnit.NANOSECONDS);
		return this.threads.stream()
			.filter((thread) -> thread != Thread.currentThread())
			.map(patience::join)
			.reduce(true, Boolean::logicalAnd);
	}

}
