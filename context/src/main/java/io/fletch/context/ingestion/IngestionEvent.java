package io.fletch.context.ingestion;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a document.
 *
 * @param type what happened
 * @param documentId the id of the document
 * @param name the name of the document
 * @param job the job as it stood then; {@code null} where a document was removed
 */
public record IngestionEvent(Type type, String documentId, String name, @Nullable IngestionJob job) {

	public IngestionEvent {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(name, "name");
	}

	static IngestionEvent of(Type type, IngestionJob job) {
		return new IngestionEvent(type, job.documentId(), job.name(), job);
	}

	static IngestionEvent removed(IndexedDocument document) {
		return new IngestionEvent(Type.REMOVED, document.id(), document.name(), null);
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
