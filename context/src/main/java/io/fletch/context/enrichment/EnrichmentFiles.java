package io.fletch.context.enrichment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A cache with a file for each text, which several processes may share. A file is either
 * there whole or not there; any may be deleted at any time, and an empty one counts for
 * none.
 */
public final class EnrichmentFiles implements EnrichmentCache {

	private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

	private static final String WRITING = "writing-";

	private static final Duration LONGEST_WRITING = Duration.ofHours(1);

	private final Path folder;

	private final Set<Path> cleaned = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a cache.
	 * @param folder the folder of the files, created when needed
	 */
	public EnrichmentFiles(Path folder) {
		Objects.requireNonNull(folder, "folder");
		this.folder = folder;
	}

	@Override
	public Optional<String> find(String key) {
		Objects.requireNonNull(key, "key");
		try {
			byte[] bytes = Files.readAllBytes(file(key));
			// A computer that lost its power may leave a file without what was written.
			return (bytes.length > 0) ? Optional.of(new String(bytes, StandardCharsets.UTF_8)) : Optional.empty();
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
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(text, "text");
		Path file = file(key);
		Path parent = parent(key);
		Path written = parent.resolve(WRITING + UUID.randomUUID());
		try {
			Files.createDirectories(parent);
			removeLeftOver(parent);
			try {
				write(written, text);
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

	private static void write(Path file, String text) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	/**
	 * A process that was killed leaves what it was writing; a young file may belong to
	 * one that lives.
	 */
	private void removeLeftOver(Path parent) throws IOException {
		if (!this.cleaned.add(parent)) {
			return;
		}
		Instant old = Instant.now().minus(LONGEST_WRITING);
		try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, WRITING + "*")) {
			for (Path each : files) {
				removeIfOlder(each, old);
			}
		}
	}

	private static void removeIfOlder(Path file, Instant old) throws IOException {
		try {
			if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
				Files.deleteIfExists(file);
			}
		}
		catch (NoSuchFileException ex) {
			// Another process was faster.
			return;
		}
	}

	/**
	 * A folder with very many files is slow on some systems.
	 */
	private Path parent(String key) {
		return this.folder.resolve(key.substring(0, 2));
	}

	private Path file(String key) {
		if (!KEY.matcher(key).matches()) {
			throw new IllegalArgumentException("key must be 64 hexadecimal digits, but was '" + key + "'");
		}
		return parent(key).resolve(key + ".txt");
	}

}
