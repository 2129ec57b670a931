package io.fletch.context.enrichment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A cache with a file for each text, which several processes may share. A file is either
 * there whole or not there; any may be deleted at any time.
 */
public final class EnrichmentFiles implements EnrichmentCache {

	private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

	private final Path folder;

	/**
	 * Creates a cache.
	 * @param folder the folder of the files, created when needed
	 */
	public EnrichmentFiles(Path folder) {
		this.folder = folder;
	}

	@Override
	public Optional<String> find(String key) {
		try {
			byte[] bytes = Files.readAllBytes(file(key));
			return Optional.of(new String(bytes, StandardCharsets.UTF_8));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void keep(String key, String text) {
		Path file = file(key);
		Path written = file.resolveSibling("writing-" + UUID.randomUUID());
		try {
			Files.createDirectories(file.getParent());
			try {
				Files.write(written, text.getBytes(StandardCharsets.UTF_8));
				Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(written);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A folder with very many files is slow on some systems.
	 */
	private Path file(String key) {
		if (!KEY.matcher(key).matches()) {
			throw new IllegalArgumentException("key must be 64 hexadecimal digits, but was '" + key + "'");
		}
		return this.folder.resolve(key.substring(0, 2)).resolve(key + ".txt");
	}

}
