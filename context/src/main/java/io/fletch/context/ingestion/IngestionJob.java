package io.fletch.context.ingestion;

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
 * @param error why the job failed, for people to read
 */
public record IngestionJob(String id, String documentId, String name, State state, Stage stage, int done, int total,
		boolean unchanged, @Nullable String error) {

	/**
	 * Whether a job waits, runs or has ended.
	 */
	public enum State {

		/** It waits for its turn. */
		QUEUED,

		/** It is being worked on. */
		RUNNING,

		/** The document is searchable, durably. */
		DONE,

		/** The document could not be ingested. */
		FAILED,

		/** The document was deleted or submitted anew before the job ended. */
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

		/** Passages are embedded and stored. */
		EMBED,

		/** All passages are stored; the document is being marked as ready. */
		INDEX

	}

}
