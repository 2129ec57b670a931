package io.fletch.store.io;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The permissions of what a database makes: for its owner only. File systems that know no
 * such permissions go by those of the folder above.
 */
final class OwnerOnly {

	private OwnerOnly() {
	}

	static FileAttribute<?>[] file(Path path) {
		return attributes(path.getFileSystem(), "rw-------");
	}

	static FileAttribute<?>[] folder(Path path) {
		return attributes(path.getFileSystem(), "rwx------");
	}

	static boolean isKnown(FileSystem fileSystem) {
		return fileSystem.supportedFileAttributeViews().contains("posix");
	}

	private static FileAttribute<?>[] attributes(FileSystem fileSystem, String permissions) {
		if (!isKnown(fileSystem)) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

}
