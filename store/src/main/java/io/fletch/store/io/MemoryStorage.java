package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Storage in the memory of this process, for whoever holds the object. It is gone when
 * the object is.
 */
public final class MemoryStorage implements Storage {

	private final MemoryTree tree;

	private final String folder;

	private final FileCache cache;

	/**
	 * An empty storage.
	 * @param cache keeps what was read from the files
	 */
	public MemoryStorage(FileCache cache) {
		this(new MemoryTree(), "", cache);
	}

	private MemoryStorage(MemoryTree tree, String folder, FileCache cache) {
		this.tree = tree;
		this.folder = folder;
		this.cache = cache;
	}

	@Override
	public FileCache cache() {
		return this.cache;
	}

	@Override
	public Storage folder(String folder) throws IOException {
		String path = resolve(folder);
		this.tree.requireFolder(path);
		return new MemoryStorage(this.tree, path, this.cache);
	}

	@Override
	public List<String> list(String folder) throws IOException {
		return entries(folder).stream().map(Entry::name).toList();
	}

	@Override
	public List<Entry> entries(String folder) throws IOException {
		return this.tree.entries(resolve(folder));
	}

	@Override
	public boolean exists(String path) {
		try {
			return this.tree.find(resolve(path)) != null;
		}
		catch (IOException ex) {
			// What the path leads to, if anything, is not in this storage.
			return false;
		}
	}

	@Override
	public void createFolder(String folder) throws IOException {
		this.tree.createFolder(resolve(folder));
	}

	@Override
	public FileWriter create(String path) throws IOException {
		String resolved = resolve(path);
		this.tree.requireFree(resolved);
		return new Writer(resolved);
	}

	@Override
	public void replace(String path, List<MemorySegment> parts) throws IOException {
		this.tree.put(resolve(path), MemoryContent.of(parts), true);
	}

	@Override
	public void link(String from, Storage target, String to) throws IOException {
		MemoryContent content = this.tree.file(resolve(from));
		if (target instanceof MemoryStorage memory) {
			memory.tree.put(memory.resolve(to), content, false);
		}
		else {
			target.write(to, List.of(content.map()));
		}
	}

	@Override
	public MemorySegment map(String path) throws IOException {
		return this.tree.file(resolve(path)).map();
	}

	@Override
	public AppendFile open(String path) throws IOException {
		String resolved = resolve(path);
		return new Appender(resolved, this.tree.file(resolved));
	}

	@Override
	public void move(String from, String to) throws IOException {
		this.tree.move(resolve(from), resolve(to));
	}

	@Override
	public void delete(String path) throws IOException {
		this.tree.delete(resolve(path));
	}

	@Override
	public void sync(String folder) {
		// Nothing here outlives the process anyway.
	}

	@Override
	public StorageLock lock(String path) throws IOException {
		MemoryContent file = this.tree.fileOrNew(resolve(path));
		this.tree.locks().lock(file);
		return () -> this.tree.locks().unlock(file);
	}

	@Override
	public Optional<StorageLock> tryLock(String path) throws IOException {
		MemoryContent file = this.tree.fileOrNew(resolve(path));
		return this.tree.locks().tryLock(file) ? Optional.of(() -> this.tree.locks().unlock(file)) : Optional.empty();
	}

	private String resolve(String path) throws IOException {
		return StoragePath.of(path).below(this.folder);
	}

	private final class Writer implements FileWriter {

		private final String path;

		private final List<MemorySegment> parts = new ArrayList<>();

		private boolean closed;

		private Writer(String path) {
			this.path = path;
		}

		@Override
		public void write(MemorySegment part) throws IOException {
			requireOpen();
			this.parts.add(MemoryContent.of(List.of(part)).map());
		}

		@Override
		public void finish() throws IOException {
			requireOpen();
			MemoryStorage.this.tree.put(this.path, MemoryContent.of(this.parts), false);
			close();
		}

		private void requireOpen() throws IOException {
			if (this.closed) {
				throw new IOException("The writer of " + this.path + " is closed");
			}
		}

		@Override
		public void close() {
			this.closed = true;
			this.parts.clear();
		}

	}

	private final class Appender implements AppendFile {

		private final String path;

		private final MemoryContent content;

		private Appender(String path, MemoryContent content) {
			this.path = path;
			this.content = content;
		}

		@Override
		public boolean isInPlace() {
			return MemoryStorage.this.tree.find(this.path) == this.content;
		}

		@Override
		public long size() {
			return this.content.size();
		}

		@Override
		public byte[] read(long position, int length) {
			return this.content.read(position, length);
		}

		@Override
		public void write(long position, byte[] bytes) {
			this.content.write(position, bytes);
		}

		@Override
		public void truncate(long size) {
			this.content.truncate(size);
		}

		@Override
		public void close() {
		}

	}

}
