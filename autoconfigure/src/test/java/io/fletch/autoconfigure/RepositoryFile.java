package io.fletch.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A file of the project's root, for tests that compare documents with code.
 */
public final class RepositoryFile {

	private RepositoryFile() {
	}

	public static Path of(String path) {
		return Stream.iterate(Path.of("").toAbsolutePath(), (folder) -> folder != null, Path::getParent)
			.filter((folder) -> Files.exists(folder.resolve("CHANGELOG.md")))
			.map((folder) -> folder.resolve(path))
			.findFirst()
			.orElseThrow();
	}

	public static String read(String path) throws IOException {
		return Files.readString(of(path));
	}

}
