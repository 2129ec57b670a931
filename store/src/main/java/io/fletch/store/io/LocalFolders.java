package io.fletch.store.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Folders of the local file system: made and synced durably, deleted with all they hold.
 */
final class LocalFolders {

	private LocalFolders() {
	}

	/**
	 * Makes a folder and those above it, durably.
	 */
	static void create(Path folder) throws IOException {
		List<Path> missing = Stream.iterate(folder, (path) -> path != null && !Files.exists(path), Path::getParent)
			.toList();
		for (Path path : missing.reversed()) {
			try {
				Files.createDirectory(path, OwnerOnly.folder(path));
			}
			catch (FileAlreadyExistsException ex) {
				requireFolder(path);
			}
			force(path.getParent());
		}
		requireFolder(folder);
	}

	private static void requireFolder(Path path) throws IOException {
		if (!Files.isDirectory(path)) {
			throw new FileAlreadyExistsException(path.toString(), null, "is a file where a folder is needed");
		}
	}

	/**
	 * Makes the entries of a folder durable. Windows has no such call and needs none.
	 */
	static void force(@Nullable Path folder) throws IOException {
		if (folder != null && OwnerOnly.isKnown(folder.getFileSystem())) {
			Path real = folder.toRealPath();
			try (LocalFile file = LocalFile.openFolder(real)) {
				file.run((channel) -> {
					channel.force(true);
					return channel;
				});
			}
		}
	}

	/**
	 * Deletes a file, or a folder with all it holds. Links are deleted, not followed.
	 * What somebody else deletes meanwhile is passed over.
	 */
	static void delete(Path target) throws IOException {
		if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			Files.walkFileTree(target, new Deletion());
		}
	}

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
