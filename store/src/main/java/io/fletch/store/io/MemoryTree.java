package io.fletch.store.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The files and folders of a storage in memory, by their whole path. Every method is one
 * atomic step.
 */
final class MemoryTree {

	/** Stands for every folder. */
	private static final MemoryContent FOLDER = new MemoryContent();

	private final NavigableMap<String, MemoryContent> nodes = new TreeMap<>();

	private final ProcessLocks locks = new ProcessLocks();

	MemoryTree() {
		this.nodes.put("", FOLDER);
	}

	ProcessLocks locks() {
		return this.locks;
	}

	synchronized @Nullable MemoryContent find(String path) {
		return this.nodes.get(path);
	}

	synchronized MemoryContent file(String path) throws IOException {
		MemoryContent content = this.nodes.get(path);
		if (content == null) {
			throw new NoSuchFileException(path, null, "there is no such file or folder");
		}
		if (content == FOLDER) {
			throw new FileSystemException(path, null, "is a folder");
		}
		return content;
	}

	synchronized MemoryContent fileOrNew(String path) throws IOException {
		if (!this.nodes.containsKey(path)) {
			put(path, MemoryContent.of(List.of()), false);
		}
		return file(path);
	}

	synchronized void requireFolder(String path) throws IOException {
		if (this.nodes.get(path) != FOLDER) {
			throw new NoSuchFileException(path, null, "there is no such folder");
		}
	}

	synchronized void requireFree(String path) throws IOException {
		requireFolder(parent(path));
		if (this.nodes.containsKey(path)) {
			throw new FileAlreadyExistsException(path, null, "exists already");
		}
	}

	synchronized List<Storage.Entry> entries(String folder) throws IOException {
		if (!this.nodes.containsKey(folder)) {
			return List.of();
		}
		requireFolder(folder);
		List<Storage.Entry> entries = new ArrayList<>();
		within(folder).forEach((path, content) -> {
			if (!path.isEmpty() && parent(path).equals(folder)) {
				boolean isFolder = content == FOLDER;
				entries.add(new Storage.Entry(path.substring(path.lastIndexOf('/') + 1), isFolder,
						isFolder ? 0 : content.size(), isFolder ? Instant.EPOCH : content.modified()));
			}
		});
		return entries;
	}

	synchronized void createFolder(String path) throws IOException {
		if (this.nodes.get(path) == FOLDER) {
			return;
		}
		createFolder(parent(path));
		requireFree(path);
		this.nodes.put(path, FOLDER);
	}

	synchronized void put(String path, MemoryContent content, boolean replaces) throws IOException {
		boolean replaced = replaces && this.nodes.get(path) != FOLDER && this.nodes.remove(path) != null;
		if (!replaced) {
			requireFree(path);
		}
		this.nodes.put(path, content);
	}

	synchronized void move(String from, String to) throws IOException {
		if (!this.nodes.containsKey(from)) {
			throw new NoSuchFileException(from, null, "there is no such file or folder");
		}
		requireFree(to);
		if (to.startsWith(from + "/")) {
			throw new FileSystemException(from, to, "a folder cannot move into itself");
		}
		NavigableMap<String, MemoryContent> moved = new TreeMap<>(within(from));
		this.nodes.keySet().removeAll(moved.keySet());
		moved.forEach((path, content) -> this.nodes.put(to + path.substring(from.length()), content));
	}

	synchronized void delete(String path) {
		this.nodes.keySet().removeAll(List.copyOf(within(path).keySet()));
		this.nodes.putIfAbsent("", FOLDER);
	}

	/**
	 * Returns a file or folder with all that it holds.
	 */
	private NavigableMap<String, MemoryContent> within(String path) {
		if (path.isEmpty()) {
			return this.nodes;
		}
		NavigableMap<String, MemoryContent> within = new TreeMap<>(
				this.nodes.subMap(path + "/", true, path + "0", false));
		if (this.nodes.containsKey(path)) {
			within.put(path, this.nodes.get(path));
		}
		return within;
	}

	private static String parent(String path) {
		return path.substring(0, Math.max(0, path.lastIndexOf('/')));
	}

}
