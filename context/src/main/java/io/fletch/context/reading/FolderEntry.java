package io.fletch.context.reading;

import java.nio.file.Path;

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
	}

	/**
	 * A file or folder that was not read.
	 *
	 * @param path where it lies
	 * @param reason why not, and what to do about it
	 */
	record Skipped(Path path, String reason) implements FolderEntry {
	}

}
