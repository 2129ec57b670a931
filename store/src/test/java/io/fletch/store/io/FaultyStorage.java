package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Storage on a disk in memory that fails at a chosen call: its power does, and then every
 * call fails until {@link #restart()}; or it is full, once. Creating, writing, syncing
 * and renaming a file, and syncing its folder, are calls of their own.
 */
public final class FaultyStorage implements Storage {

	private static final FileCache CACHE = new FileCache(1L << 20);

	private final FaultyDisk disk;

	private final ProcessLocks locks;

	private final String folder;

	public FaultyStorage(Random random) {
		this(new FaultyDisk(random), new ProcessLocks(), "");
	}

	@Override
	public FileCache cache() {
		return CACHE;
	}

	private FaultyStorage(FaultyDisk disk, ProcessLocks locks, String folder) {
		this.disk = disk;
		this.locks = locks;
		this.folder = folder;
	}

	/**
	 * Lets the power fail at a call.
	 * @param call the number of the call, from 1 for the next
	 */
	public void failAt(int call) {
		this.disk.failAt(call, false);
	}

	/**
	 * Lets one call find the disk full. What it should have done is not done, or in part;
	 * later calls succeed.
	 * @param call the number of the call, from 1 for the next
	 */
	public void failOnceAt(int call) {
		this.disk.failAt(call, true);
	}

	/**
	 * Lets no call fail any more that has not yet.
	 */
	public void failNever() {
		this.disk.failNever();
	}

	/**
	 * Lets every call fail that would change something.
	 */
	public void refuseWrites() {
		this.disk.refuseWrites();
	}

	/**
	 * Does something, once, when bytes were appended to a file that are not synced yet.
	 * @param action what to do; what it throws the appending throws
	 */
	public void beforeSync(Interruption action) {
		this.disk.beforeSync(action);
	}

	/**
	 * Does something, once, in between, as somebody else does.
	 * @param call before which call to the disk from now on
	 * @param action what to do
	 */
	public void beforeCall(int call, Interruption action) {
		this.disk.beforeCall(call, action);
	}

	/**
	 * Tells whether the chosen call was made and failed.
	 * @return whether it did
	 */
	public boolean hasFailed() {
		return this.disk.hasFailed();
	}

	/**
	 * Brings the power back, or takes it for a moment if it has not failed. What survived
	 * is there. Files opened before are dead.
	 */
	public void restart() {
		this.disk.restart();
	}

	/**
	 * Returns how many calls could have failed so far.
	 * @return the number of calls
	 */
	public int calls() {
		return this.disk.calls();
	}

	@Override
	public Storage folder(String folder) throws IOException {
		String path = resolve(folder);
		this.disk.require(path, true);
		return new FaultyStorage(this.disk, this.locks, path);
	}

	@Override
	public List<String> list(String folder) throws IOException {
		return entries(folder).stream().map(Entry::name).toList();
	}

	@Override
	public List<Entry> entries(String folder) throws IOException {
		String path = resolve(folder);
		this.disk.touch();
		if (this.disk.find(path) == null) {
			return List.of();
		}
		this.disk.require(path, true);
		return this.disk.children(path).stream().map(this::entry).toList();
	}

	private Entry entry(String path) {
		FaultyDisk.Node node = this.disk.find(path);
		return new Entry(path.substring(path.lastIndexOf('/') + 1), node.isFolder(), node.bytes().length,
				this.disk.modified());
	}

	/**
	 * Says that all files were written at a time; otherwise they are very old, so that
	 * leases do not count and leftovers do.
	 * @param time the time
	 */
	public void date(Instant time) {
		this.disk.date(time);
	}

	@Override
	public boolean exists(String path) {
		try {
			return this.disk.find(resolve(path)) != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void createFolder(String folder) throws IOException {
		createResolved(resolve(folder));
	}

	private void createResolved(String path) throws IOException {
		FaultyDisk.Node node = this.disk.find(path);
		if (node == null || !node.isFolder()) {
			createResolved(FaultyDisk.parent(path));
			this.disk.put(path, new FaultyDisk.Node(true));
			this.disk.syncFolder(FaultyDisk.parent(path));
		}
	}

	@Override
	public FileWriter create(String path) throws IOException {
		return new FaultyWriter(this.disk, resolve(path), false);
	}

	@Override
	public void replace(String path, List<MemorySegment> parts) throws IOException {
		try (FileWriter writer = new FaultyWriter(this.disk, resolve(path), true)) {
			for (MemorySegment part : parts) {
				writer.write(part);
			}
			writer.finish();
		}
	}

	@Override
	public void link(String from, Storage target, String to) throws IOException {
		FaultyStorage other = (FaultyStorage) target;
		String path = other.resolve(to);
		other.disk.put(path, this.disk.require(resolve(from), false));
		other.disk.syncFolder(FaultyDisk.parent(path));
	}

	@Override
	public MemorySegment map(String path) throws IOException {
		this.disk.touch();
		byte[] bytes = this.disk.require(resolve(path), false).bytes();
		return MemorySegment.ofArray(bytes.clone()).asReadOnly();
	}

	@Override
	public AppendFile open(String path) throws IOException {
		this.disk.touch();
		String resolved = resolve(path);
		return new Appender(resolved, this.disk.require(resolved, false));
	}

	@Override
	public void move(String from, String to) throws IOException {
		String source = resolve(from);
		String target = resolve(to);
		this.disk.requireFree(target);
		this.disk.rename(source, target);
		this.disk.syncFolder(FaultyDisk.parent(target));
	}

	@Override
	public void delete(String path) throws IOException {
		this.disk.delete(resolve(path));
	}

	@Override
	public void sync(String folder) throws IOException {
		this.disk.syncFolder(resolve(folder));
	}

	@Override
	public StorageLock lock(String path) throws IOException {
		FaultyDisk.Node file = lockFile(resolve(path));
		this.locks.lock(file);
		return () -> this.locks.unlock(file);
	}

	@Override
	public Optional<StorageLock> tryLock(String path) throws IOException {
		FaultyDisk.Node file = lockFile(resolve(path));
		return this.locks.tryLock(file) ? Optional.of(() -> this.locks.unlock(file)) : Optional.empty();
	}

	private FaultyDisk.Node lockFile(String path) throws IOException {
		synchronized (this.disk) {
			this.disk.touch();
			if (this.disk.find(path) == null) {
				this.disk.put(path, new FaultyDisk.Node(false));
			}
			return this.disk.require(path, false);
		}
	}

	private String resolve(String path) throws IOException {
		return StoragePath.of(path).below(this.folder);
	}

	/**
	 * What comes in between.
	 */
	@FunctionalInterface
	public interface Interruption {

		void run() throws IOException;

	}

	private final class Appender implements AppendFile {

		private final String path;

		private final FaultyDisk.Node file;

		private final int crashes = FaultyStorage.this.disk.crashes();

		private Appender(String path, FaultyDisk.Node file) {
			this.path = path;
			this.file = file;
		}

		@Override
		public boolean isInPlace() {
			return FaultyStorage.this.disk.find(this.path) == this.file;
		}

		@Override
		public long size() throws IOException {
			FaultyStorage.this.disk.touch();
			return bytes().length;
		}

		@Override
		public byte[] read(long position, int length) throws IOException {
			FaultyStorage.this.disk.touch();
			byte[] bytes = bytes();
			int from = (int) Math.min(position, bytes.length);
			return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
		}

		@Override
		public void write(long position, byte[] bytes) throws IOException {
			bytes();
			FaultyStorage.this.disk.write(this.file, position, bytes);
			FaultyStorage.this.disk.interrupt();
			FaultyStorage.this.disk.sync(this.file);
		}

		@Override
		public void truncate(long size) throws IOException {
			bytes();
			FaultyStorage.this.disk.truncate(this.file, size);
			FaultyStorage.this.disk.sync(this.file);
		}

		private byte[] bytes() throws IOException {
			if (this.crashes != FaultyStorage.this.disk.crashes()) {
				throw new IOException("no power since the file was opened");
			}
			return this.file.bytes();
		}

		@Override
		public void close() {
		}

	}

}
