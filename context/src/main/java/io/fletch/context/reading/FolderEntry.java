package io.fletch.context.reading;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What became of a file of a folder.
 */
public sealed interface FolderEntry {

	/**
	 * Returns where the file lies.
	 * @return the path, below the folder that was read
	 */
	Path path();

	/**
	 * A file that was read.
	 *
	 * @param path where it lies
	 * @param document what it says
	 */
	record Read(Path path, ParsedDocument document) implements FolderEntry {

		public Read {
			Objects.requireNonNull(path, "path");
			Objects.requireNonNull(document, "document");
		}

	}

	/**
	 * A file or folder that was not read.
	 *
	 * @param path where it lies
	 * @param reason why not, and what to do about it
	 */
	record Skipped(Path path, String reason) implements FolderEntry {

		public Skipped {
			Objects.requireNonNull(path, "path");
			Objects.requireNonNull(reason, "reason");
		}

	}

}
