package io.fletch.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of the whole project.
 */
final class Repository {

	private Repository() {
	}

	static Path root() {
		return Stream.iterate(Path.of("").toAbsolutePath(), (path) -> path != null, Path::getParent)
			.filter((path) -> Files.exists(path.resolve("CHANGELOG.md")))
			.findFirst()
			.orElseThrow();
	}

}
