package io.fletch.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A file that somebody gave is not there, or is not what it should be. The message says
 * which, and where in it.
 */
public final class UnusableFileException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Says what is wrong.
	 * @param message names the file and the place in it
	 */
	public UnusableFileException(String message) {
		super(message);
	}

	UnusableFileException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	static void requireThere(Path file) throws UnusableFileException {
		if (!Files.isRegularFile(file)) {
			throw new UnusableFileException("There is no file " + file.toAbsolutePath());
		}
	}

}
