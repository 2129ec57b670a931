package io.fletch.context.ingestion;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How far the ingestion of one submitted file is, at one moment.
 *
 * @param id the id of the job
 * @param documentId the id of the document
 * @param name the name of the document
 * @param state whether it waits, runs or has ended
 * @param stage what is being done, or was done last
 * @param done the number of passages that are durable
 * @param total the number of passages there will be; 0 until the document is split
 * @param unchanged whether the same content was ready already, so that nothing was done
 * @param error why the job failed, or its last attempt did, for people to read
 * @param attempts how many attempts have failed
 */
public record IngestionJob(String id, String documentId, String name, State state, Stage stage, int done, int total,
		boolean unchanged, @Nullable String error, int attempts) {

	public IngestionJob {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(state, "state");
		Objects.requireNonNull(stage, "stage");
	}

	/**
	 * Whether a job waits, runs or has ended.
	 */
	public enum State {

		/** It waits for its turn, or for another attempt. */
		QUEUED,

		/** It is being worked on. */
		RUNNING,

		/** The document is searchable, durably. */
		DONE,

		/** The document could not be ingested. */
		FAILED,

		/**
		 * It was cancelled, or the document deleted or submitted anew, before it ended.
		 */
		CANCELLED;

		/**
		 * Says whether a job of this state will not change any more.
		 * @return whether it has ended
		 */
		public boolean isFinal() {
			return this == DONE || this == FAILED || this == CANCELLED;
		}

	}

	/**
	 * What is being done.
	 */
	public enum Stage {

		/** Text is read out of the file. */
		PARSE,

		/** The text is cut into passages. */
		SPLIT,

		/** The context of the passages is made; only where there is an enricher. */
		ENRICH,

		/** Passages are embedded and stored. */
		EMBED,

		/** All passages are stored; the document is being marked as ready. */
		INDEX

	}

}
