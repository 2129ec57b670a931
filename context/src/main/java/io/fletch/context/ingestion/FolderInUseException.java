package io.fletch.context.ingestion;

/**
 * Another pipeline, in this process or another, keeps its files in the folder that was
 * given to this one, or another pipeline of this process ingests into its database.
 */
public final class FolderInUseException extends IllegalStateException {

	FolderInUseException(String message) {
		super(message);
	}

}
