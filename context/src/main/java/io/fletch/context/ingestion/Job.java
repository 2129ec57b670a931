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

	private final IndexedDocument document;

	private State state = State.QUEUED;

	private Stage stage = Stage.PARSE;

	private int done;

	private int total;

	private boolean unchanged;

	private @Nullable String error;

	Job(IndexedDocument document) {
		this.document = document;
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

	String id() {
		return this.id;
	}

	IndexedDocument document() {
		return this.document;
	}

	State state() {
		return this.state;
	}

	boolean isOf(String documentId) {
		return this.document.id().equals(documentId);
	}

	boolean isActive() {
		return !this.state.isFinal();
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
	}

	void requeue() {
		this.state = State.QUEUED;
	}

	void fail(String message) {
		this.state = State.FAILED;
		this.error = message;
	}

	IngestionJob snapshot() {
		return new IngestionJob(this.id, this.document.id(), this.document.name(), this.state, this.stage, this.done,
				this.total, this.unchanged, this.error);
	}

}
