package io.fletch.context.ingestion;

import java.util.Objects;

/**
 * Something that happened to a document.
 *
 * @param type what happened
 * @param documentId the id of the document
 * @param name the name of the document
 * @param job the job as it stood then. Where a document was removed, its last job; of one
 * that was ingested by an earlier run, or long ago, what the document tells of it
 */
public record IngestionEvent(Type type, String documentId, String name, IngestionJob job) {

	public IngestionEvent {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(job, "job");
	}

	static IngestionEvent of(Type type, IngestionJob job) {
		return new IngestionEvent(type, job.documentId(), job.name(), job);
	}

	/**
	 * What happened.
	 */
	public enum Type {

		/** It was taken and waits. */
		SUBMITTED,

		/** Another stage of its ingestion began. */
		STAGE,

		/** Some of its passages became durable. */
		PROGRESS,

		/** An attempt failed, and another will follow. */
		RETRIED,

		/** It is searchable; or was already, and the job says unchanged. */
		DONE,

		/** It is a dead letter now. */
		FAILED,

		/** Its job was cancelled. */
		CANCELLED,

		/** It was deleted, or removed with its source's file. */
		REMOVED;

		boolean isPassing() {
			return this == STAGE || this == PROGRESS;
		}

	}

}
