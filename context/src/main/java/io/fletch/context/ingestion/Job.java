package io.fletch.context.ingestion;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.IngestionJob.Stage;
import io.fletch.context.ingestion.IngestionJob.State;

/**
 * A job in the making. Guarded by the pipeline's lock.
 */
final class Job {

	private final String id = UUID.randomUUID().toString();

	private IndexedDocument document;

	private State state = State.QUEUED;

	private Stage stage = Stage.PARSE;

	private int done;

	private int total;

	private boolean unchanged;

	private @Nullable String error;

	/**
	 * The time from which it may be tried again, as {@link System#nanoTime()} says it.
	 */
	private long due;

	/** Who does work that may be interrupted: all but the store's writes. */
	private @Nullable Thread working;

	Job(IndexedDocument document) {
		this.document = document;
		this.error = document.error();
	}

	static Job unchanged(IndexedDocument document) {
		Job job = new Job(document);
		job.state = State.DONE;
		job.stage = Stage.INDEX;
		job.done = document.passages();
		job.total = document.passages();
		job.unchanged = true;
		return job;
	}

	/**
	 * Makes the job of a document whose own is not known any more.
	 */
	static Job of(IndexedDocument document) {
		Job job = new Job(document);
		job.state = switch (document.state()) {
			case IndexedDocument.READY -> State.DONE;
			case IndexedDocument.FAILED -> State.FAILED;
			default -> State.CANCELLED;
		};
		job.stage = Stage.INDEX;
		job.done = document.passages();
		job.total = document.passages();
		return job;
	}

	String id() {
		return this.id;
	}

	IndexedDocument document() {
		return this.document;
	}

	State state() {
		return this.state;
	}

	boolean isActive() {
		return !this.state.isFinal();
	}

	boolean isQueued() {
		return this.state == State.QUEUED;
	}

	long due() {
		return this.due;
	}

	void start() {
		this.state = State.RUNNING;
		this.stage = Stage.PARSE;
	}

	void enter(Stage stage) {
		this.stage = stage;
	}

	void progress(int done, int total) {
		this.done = done;
		this.total = total;
	}

	void end(State state) {
		this.state = state;
		this.error = null;
	}

	void requeue() {
		this.state = State.QUEUED;
	}

	void retry(IndexedDocument document, long due) {
		this.document = document;
		this.state = State.QUEUED;
		this.error = document.error();
		this.due = due;
	}

	void label(IndexedDocument document) {
		this.document = document;
	}

	void fail(IndexedDocument document) {
		this.document = document;
		this.state = State.FAILED;
		this.error = document.error();
	}

	void working(@Nullable Thread thread) {
		this.working = thread;
	}

	void interrupt() {
		if (this.working != null) {
			this.working.interrupt();
		}
	}

	/**
	 * Interrupts what is cheap to do again: what a model embeds may be paid for.
	 */
	void interruptUnlessEmbedding() {
		if (this.stage != Stage.EMBED) {
			interrupt();
		}
	}

	IngestionJob snapshot() {
		return new IngestionJob(this.id, this.document.id(), this.document.name(), this.state, this.stage, this.done,
				this.total, this.unchanged, this.error, this.document.attempts());
	}

}
