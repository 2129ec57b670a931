package io.fletch.store.ingest;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.fletch.store.error.InvalidInputException;

/**
 * Files that can be read from any place, unlike pipes, devices and folders.
 */
public final class RegularFile {

	private RegularFile() {
	}

	/**
	 * Checks that a file can be read from any place. Merely opening a pipe would wait for
	 * somebody to write to it.
	 * @param file the file
	 * @return the file
	 * @throws NoSuchFileException if there is none
	 * @throws InvalidInputException if it is something else
	 */
	public static Path require(Path file) throws NoSuchFileException {
		if (Files.isRegularFile(file)) {
			return file;
		}
		if (Files.notExists(file)) {
			throw new NoSuchFileException(file.toString());
		}
		throw new InvalidInputException("'" + file + "' is "
				+ (Files.isDirectory(file) ? "a folder" : "no regular file")
				+ ", and rows are read from regular files; give one, or read a pipe with RowSource.arrowStream");
	}

}
