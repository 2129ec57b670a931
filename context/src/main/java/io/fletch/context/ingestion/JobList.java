package io.fletch.context.ingestion;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.IngestionJob.State;

/**
 * The jobs of a pipeline in the order of submission; the ended ones are kept for a while.
 */
final class JobList {

	private static final int KEPT = 1000;

	private final Map<String, Job> jobs = new LinkedHashMap<>();

	private final ReentrantLock lock;

	private final Condition changed;

	private boolean closed;

	JobList(ReentrantLock lock) {
		this.lock = lock;
		this.changed = lock.newCondition();
	}

	ReentrantLock lock() {
		return this.lock;
	}

	void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The ingestion pipeline is closed");
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.closed = true;
		this.changed.signalAll();
	}

	Job enqueue(Job job) {
		this.jobs.put(job.id(), job);
		this.changed.signalAll();
		return job;
	}

	Job addFinished(Job job) {
		this.jobs.put(job.id(), job);
		trim();
		return job;
	}

	Optional<Job> active(String documentId) {
		return this.jobs.values().stream().filter((job) -> job.isActive() && job.isOf(documentId)).findFirst();
	}

	/**
	 * Waits for the next job in the queue and marks it as running.
	 * @return the job; {@code null} when this list is closed
	 */
	@Nullable Job take() {
		this.lock.lock();
		try {
			while (!this.closed) {
				Optional<Job> next = this.jobs.values()
					.stream()
					.filter((job) -> job.state() == State.QUEUED)
					.findFirst();
				if (next.isPresent()) {
					next.get().start();
					return next.get();
				}
				this.changed.awaitUninterruptibly();
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	void trim() {
		long surplus = this.jobs.values().stream().filter((job) -> !job.isActive()).count() - KEPT;
		Iterator<Job> oldest = this.jobs.values().iterator();
		while (surplus > 0 && oldest.hasNext()) {
			if (!oldest.next().isActive()) {
				oldest.remove();
				surplus--;
			}
		}
	}

	Optional<IngestionJob> find(String id) {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.jobs.get(id)).map(Job::snapshot);
		}
		finally {
			this.lock.unlock();
		}
	}

	List<IngestionJob> snapshots() {
		this.lock.lock();
		try {
			return this.jobs.values().stream().map(Job::snapshot).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

}
