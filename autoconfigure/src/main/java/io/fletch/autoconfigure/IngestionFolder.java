package io.fletch.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import io.fletch.store.Database;

/**
 * Where submitted files are kept: beside the tables, or where these are in memory, in a
 * folder that is deleted with them.
 */
final class IngestionFolder implements AutoCloseable {

	private static final String FILES = "files";

	private final Database database;

	private @Nullable Path temporary;

	IngestionFolder(Database database) {
		this.database = database;
	}

	Database database() {
		return this.database;
	}

	synchronized Path path() {
		Optional<Path> folder = Database.folder(this.database.uri());
		if (folder.isPresent()) {
			return folder.get().resolve(FILES);
		}
		if (this.temporary == null) {
			this.temporary = create();
		}
		return this.temporary;
	}

	private static Path create() {
		try {
			return Files.createTempDirectory("fletch-" + FILES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder for the files of a database in memory cannot be made; see to "
					+ "the permissions and the space of " + System.getProperty("java.io.tmpdir"), ex);
		}
	}

	@Override
	public synchronized void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.temporary);
	}

}
