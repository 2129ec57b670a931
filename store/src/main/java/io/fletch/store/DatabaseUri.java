package io.fletch.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;

/**
 * Where a database is.
 *
 * @param directory its folder; {@code null} if it is in memory
 */
record DatabaseUri(@Nullable Path directory) {

	private static final String MEMORY = "memory:";

	/** A single letter is a drive of Windows, not a scheme. */
	private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*", Pattern.DOTALL);

	static DatabaseUri parse(String uri) {
		if (uri.isBlank()) {
			throw new InvalidInputException("The uri of a database is '" + uri
					+ "'; give a folder, such as 'data/fletch', or 'memory:' for a database in memory");
		}
		Matcher scheme = SCHEME.matcher(uri);
		if (!scheme.matches()) {
			return new DatabaseUri(path(uri));
		}
		return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
			case "memory" -> memory(uri);
			case "file" -> new DatabaseUri(file(uri));
			default -> throw new InvalidInputException("The uri '" + uri + "' has the scheme '" + scheme.group(1)
					+ ":', which is not supported; use a folder, a 'file:' uri or 'memory:'. A folder of that name is "
					+ "written './" + uri + "'.");
		};
	}

	static DatabaseUri of(Path directory) {
		return new DatabaseUri(directory.toAbsolutePath().normalize());
	}

	private static DatabaseUri memory(String uri) {
		if (!uri.substring(MEMORY.length()).matches("/*")) {
			throw new InvalidInputException("The uri '" + uri + "' gives a name to a database in memory, which has "
					+ "none, as it belongs to the object that opened it; write 'memory:'");
		}
		return new DatabaseUri(null);
	}

	private static Path file(String uri) {
		try {
			return Path.of(new URI(uri)).toAbsolutePath().normalize();
		}
		catch (URISyntaxException | RuntimeException ex) {
			throw new InvalidInputException("The uri '" + uri + "' does not name a folder of this machine: "
					+ ex.getMessage() + ". Write it as 'file:///folder', or give the plain path.", ex);
		}
	}

	private static Path path(String text) {
		boolean home = text.equals("~") || text.startsWith("~/");
		try {
			return Path.of(home ? System.getProperty("user.home") + text.substring(1) : text)
				.toAbsolutePath()
				.normalize();
		}
		catch (InvalidPathException ex) {
			throw new InvalidInputException(
					"The uri '" + text.replace("\0", "\\0") + "' is no path on this machine: " + ex.getReason(), ex);
		}
	}

	Storage open(FileCache cache) throws IOException {
		if (this.directory == null) {
			return new MemoryStorage(cache);
		}
		if (Files.isRegularFile(this.directory)) {
			throw new InvalidInputException(
					"'" + this.directory + "' is a file, and a database is a folder; give the path of a folder");
		}
		return new LocalStorage(this.directory, cache);
	}

	/**
	 * Returns where a folder of the database is.
	 */
	String of(String folder) {
		return (this.directory != null) ? this.directory.resolve(folder).toString() : MEMORY + folder;
	}

	@Override
	public String toString() {
		return (this.directory != null) ? this.directory.toString() : MEMORY;
	}

}
