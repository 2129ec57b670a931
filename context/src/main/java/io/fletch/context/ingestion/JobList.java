package io.fletch.context.ingestion;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.IngestionEvent.Type;
import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.ingestion.IngestionJob.State;

/**
 * The jobs of a pipeline in the order of submission, and what becomes of them. The ended
 * ones are kept for a while. All but the snapshots is called under the lock.
 */
final class JobList {

	private static final int KEPT = 1000;

	private final Map<String, Job> jobs = new LinkedHashMap<>();

	private final Map<String, Job> activeByDocument = new HashMap<>();

	/** Those that wait for a worker, and some that were cancelled in the meantime. */
	private final Queue<Job> ready = new ArrayDeque<>();

	/** Those that wait for another attempt, and some that were cancelled. */
	private final Queue<Job> delayed = new PriorityQueue<>(Comparator.comparingLong(Job::due));

	private final Queue<String> ended = new ArrayDeque<>();

	private final ReentrantLock lock;

	private final Condition changed;

	private final EventQueue events;

	private volatile boolean closed;

	private volatile boolean abandoned;

	JobList(ReentrantLock lock, EventQueue events) {
		this.lock = lock;
		this.changed = lock.newCondition();
		this.events = events;
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
		return this.closed;
	}

	void close() {
		this.closed = true;
		this.activeByDocument.values().forEach(Job::interruptUnlessEmbedding);
		this.changed.signalAll();
	}

	/**
	 * Says that the time for what was in hand is over.
	 */
	void abandon() {
		this.abandoned = true;
		this.activeByDocument.values().forEach(Job::interrupt);
	}

	boolean isAbandoned() {
		return this.abandoned;
	}

	Job enqueue(Job job) {
		this.jobs.put(job.id(), job);
		this.activeByDocument.put(job.document().id(), job);
		this.ready.add(job);
		publish(Type.SUBMITTED, job);
		this.changed.signalAll();
		return job;
	}

	Job addFinished(Job job) {
		this.jobs.put(job.id(), job);
		ended(job, (job.state() == State.DONE) ? Type.DONE : Type.FAILED);
		return job;
	}

	Optional<Job> active(String documentId) {
		return Optional.ofNullable(this.activeByDocument.get(documentId));
	}

	Optional<Job> job(String id) {
		return Optional.ofNullable(this.jobs.get(id));
	}

	/**
	 * Returns how many jobs have not ended.
	 */
	int countActive() {
		return this.activeByDocument.size();
	}

	/**
	 * Waits until a job ends, is added or put back, or this list is closed.
	 */
	void awaitChange() throws InterruptedException {
		this.changed.await();
	}

	void wake() {
		this.changed.signalAll();
	}

	void enter(Job job, Stage stage) {
		job.enter(stage);
		publish(Type.STAGE, job);
	}

	void progress(Job job, int done, int total) {
		job.progress(done, total);
		publish(Type.PROGRESS, job);
	}

	void done(Job job) {
		job.end(State.DONE);
		ended(job, Type.DONE);
	}

	void cancel(Job job) {
		job.end(State.CANCELLED);
		job.interrupt();
		ended(job, Type.CANCELLED);
	}

	void fail(Job job, IndexedDocument document) {
		job.fail(document);
		ended(job, Type.FAILED);
	}

	void retry(Job job, IndexedDocument document, long delayNanos) {
		job.retry(document, System.nanoTime() + delayNanos);
		this.delayed.add(job);
		publish(Type.RETRIED, job);
		this.changed.signalAll();
	}

	private void ended(Job job, Type type) {
		this.activeByDocument.remove(job.document().id(), job);
		this.ended.add(job.id());
		if (this.ended.size() > KEPT) {
			this.jobs.remove(this.ended.remove());
		}
		publish(type, job);
		this.changed.signalAll();
	}

	/**
	 * Tells that a document was removed, with the last job that it had.
	 */
	void removed(IndexedDocument document) {
		Job last = Job.of(document);
		for (Job job : this.jobs.values()) {
			last = job.document().id().equals(document.id()) ? job : last;
		}
		publish(Type.REMOVED, last);
	}

	private void publish(Type type, Job job) {
		this.events.publish(IngestionEvent.of(type, job.snapshot()));
	}

	/**
	 * Waits for the next job in the queue and marks it as running.
	 * @return the job; {@code null} when this list is closed
	 */
	@Nullable Job take() {
		this.lock.lock();
		try {
			while (!this.closed) {
				Job next = next();
				if (next != null) {
					next.start();
					return next;
				}
				await();
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Job next() {
		long now = System.nanoTime();
		for (Job job = this.delayed.peek(); job != null && job.due() - now <= 0; job = this.delayed.peek()) {
			this.ready.add(this.delayed.remove());
		}
		Job next = this.ready.poll();
		while (next != null && !next.isQueued()) {
			next = this.ready.poll();
		}
		return next;
	}

	private void await() {
		Job first = this.delayed.peek();
		if (first == null) {
			this.changed.awaitUninterruptibly();
			return;
		}
		try {
			this.changed.awaitNanos(first.due() - System.nanoTime());
		}
		catch (InterruptedException ex) {
			// Workers end when this list is closed, and for no other reason.
			Thread.interrupted();
		}
	}

	Optional<IngestionJob> find(String id) {
		this.lock.lock();
		try {
			return job(id).map(Job::snapshot);
		}
		finally {
			this.lock.unlock();
		}
	}

	IngestionJob snapshot(Job job) {
		this.lock.lock();
		try {
			return job.snapshot();
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
