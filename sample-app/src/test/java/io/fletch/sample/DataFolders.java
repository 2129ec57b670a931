package io.fletch.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Empty data folders below the build folder, which exist before the test class does.
 */
public final class DataFolders {

	private DataFolders() {
	}

	public static Path fresh() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "data-")
				.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
