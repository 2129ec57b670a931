package io.fletch.store.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/**
 * The parts of a path in a storage. Whatever could lead out of the storage, on any
 * operating system, is refused.
 *
 * @param parts the names from the storage's folder down; empty for that folder itself
 */
record StoragePath(List<String> parts) {

	static StoragePath of(String path) throws IOException {
		if (path.isEmpty()) {
			return new StoragePath(List.of());
		}
		List<String> parts = List.of(path.split("/", -1));
		for (String part : parts) {
			if (part.isEmpty() || part.equals(".") || part.equals("..") || part.chars().anyMatch(StoragePath::isBad)) {
				throw new FileSystemException(path, null, "is no path within a database; it takes names with '/' "
						+ "between them, none of them empty, '.' or '..'");
			}
		}
		return new StoragePath(parts);
	}

	/**
	 * Returns the path from the folder above a folder.
	 */
	String below(String folder) {
		String path = String.join("/", this.parts);
		return (folder.isEmpty() || path.isEmpty()) ? folder + path : folder + "/" + path;
	}

	private static boolean isBad(int character) {
		return character == '\\' || character == ':' || Character.isISOControl(character);
	}

}
