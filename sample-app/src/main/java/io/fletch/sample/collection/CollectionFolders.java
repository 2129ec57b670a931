package io.fletch.sample.collection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The folders of the files that were submitted to collections, below that of the default
 * collection.
 */
final class CollectionFolders {

	private static final String NAME = "collections";

	private static final int ATTEMPTS = 3;

	private static final Logger logger = LoggerFactory.getLogger(CollectionFolders.class);

	private final Path folder;

	CollectionFolders(Path files) {
		this.folder = files.resolve(NAME);
	}

	Path of(String id) {
		return this.folder.resolve(id);
	}

	/**
	 * Removes the folder of a collection that is not there any more.
	 */
	void remove(String id) {
		try {
			removeAll(of(id));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The files of the collection '" + id + "' cannot be removed", ex);
		}
	}

	/** An upload that was let in before may still begin a file, or take it away. */
	private static void removeAll(Path folder) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				FileSystemUtils.deleteRecursively(folder);
				return;
			}
			catch (DirectoryNotEmptyException | NoSuchFileException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Removes the folder of a collection that was just deleted. What cannot be removed
	 * stays until the next start.
	 */
	void removeOrWarn(String id) {
		try {
			remove(id);
		}
		catch (RuntimeException ex) {
			// File systems throw more than they declare.
			logger.warn("Files of the deleted collection '{}' stay until the next start", id, ex);
		}
	}

	/**
	 * Removes the folders of collections that a crash kept from being deleted whole, as
	 * far as that is possible. What has no name of ours is somebody else's, and stays.
	 */
	void removeAllBut(Set<String> known) {
		if (!Files.isDirectory(this.folder)) {
			return;
		}
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.folder)) {
			for (Path each : folders) {
				String id = each.getFileName().toString();
				if (CollectionName.ID.matcher(id).matches() && !known.contains(id)
						&& Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
					logger.info("Removing the files of the collection '{}', which was deleted", id);
					removeOrWarn(id);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.warn("The files of deleted collections cannot be looked for in {}", this.folder, ex);
		}
	}

}
