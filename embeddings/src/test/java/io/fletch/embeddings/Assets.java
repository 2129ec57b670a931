package io.fletch.embeddings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The folder of data sets and models that tests use where it is present:
 * {@code FLETCH_ASSETS}, or else {@code ../shared/assets} beside the checkout.
 */
public final class Assets {

	private Assets() {
	}

	public static Path requireFile(String name) {
		Path file = root().map((root) -> root.resolve(name)).orElse(Path.of(name));
		assumeTrue(Files.exists(file), () -> "No data set " + name + " in the folder named by FLETCH_ASSETS");
		return file;
	}

	private static Optional<Path> root() {
		String named = System.getenv("FLETCH_ASSETS");
		if (named != null) {
			return Optional.of(Path.of(named));
		}
		return Stream.iterate(Path.of("").toAbsolutePath(), (folder) -> folder != null, Path::getParent)
			.map((folder) -> folder.resolveSibling("shared").resolve("assets"))
			.filter(Files::isDirectory)
			.findFirst();
	}

}
