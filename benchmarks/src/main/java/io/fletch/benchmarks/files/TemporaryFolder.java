package io.fletch.benchmarks.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * A folder that goes with all that is in it when it is closed, or else when the process
 * ends, as by Ctrl-C.
 */
public final class TemporaryFolder implements AutoCloseable {

	private static final int MAX_ATTEMPTS = 100;

	private final Path path;

	private TemporaryFolder(Path path) {
		this.path = path;
	}

	/**
	 * Makes a folder among those for temporary files.
	 * @param name what it is for; a part of its name
	 * @return the folder
	 * @throws IOException if it cannot be made
	 */
	public static TemporaryFolder create(String name) throws IOException {
		TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory("fletch-" + name + "-"));
		Runtime.getRuntime().addShutdownHook(new Thread(folder::deleteInTheEnd));
		return folder;
	}

	/**
	 * Returns where it is.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	private void deleteInTheEnd() {
		try {
			close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder " + this.path + " cannot be deleted; do it by hand", ex);
		}
	}

	@Override
	public void close() throws IOException {
		for (int attempt = 1; Files.exists(this.path); attempt++) {
			try {
				Files.walkFileTree(this.path, new Deletion());
			}
			catch (DirectoryNotEmptyException ex) {
				// What runs while the process ends may still make files.
				if (attempt == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Deletes what it visits, unless somebody else has.
	 */
	private static final class Deletion extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.deleteIfExists(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
			if (ex instanceof NoSuchFileException) {
				return FileVisitResult.CONTINUE;
			}
			throw ex;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ex) throws IOException {
			if (ex != null) {
				throw ex;
			}
			Files.deleteIfExists(folder);
			return FileVisitResult.CONTINUE;
		}

	}

}
