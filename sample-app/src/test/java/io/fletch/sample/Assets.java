package io.fletch.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of data sets and models that tests use where it is present:
 * {@code FLETCH_ASSETS}, or else {@code ../shared/assets} beside the checkout.
 */
public final class Assets {

	private Assets() {
	}

	public static Optional<Path> find(String name) {
		return root().map((root) -> root.resolve(name)).filter(Files::exists);
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
