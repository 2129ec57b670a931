package io.fletch.context;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Real files for tests, which do not belong to the project: the folder named by the
 * environment variable {@code FLETCH_ASSETS}, or else {@code shared/assets} beside the
 * checkout.
 */
public final class Assets {

	private Assets() {
	}

	/**
	 * Returns a file or folder of the assets, or skips the test that asks for it.
	 * @param name the path below the folder
	 * @return where it lies
	 */
	public static Path require(String name) {
		Optional<Path> found = folder().map((folder) -> folder.resolve(name)).filter(Files::exists);
		assumeTrue(found.isPresent(), () -> "no " + name + " in FLETCH_ASSETS");
		return found.orElseThrow();
	}

	private static Optional<Path> folder() {
		String named = System.getenv("FLETCH_ASSETS");
		if (named != null) {
			return Optional.of(Path.of(named));
		}
		for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
			Path assets = folder.resolve("shared").resolve("assets");
			if (Files.isDirectory(assets)) {
				return Optional.of(assets);
			}
		}
		return Optional.empty();
	}

}
