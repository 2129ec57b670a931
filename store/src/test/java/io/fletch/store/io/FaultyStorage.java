package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Storage in memory whose power fails at a chosen call. A file that is written whole is
 * there or not; an append leaves any part of its bytes. After the failure every call
 * fails, until {@link #restart()}.
 */
public final class FaultyStorage implements Storage {

	private final Map<String, byte[]> files = new TreeMap<>();

	private final Random random;

	private int callsUntilFailure = Integer.MAX_VALUE;

	private boolean failed;

	private int calls;

	public FaultyStorage(Random random) {
		this.random = random;
	}

	/**
	 * Lets the power fail at a call.
	 * @param call the number of the call, from 1
	 */
	public void failAt(int call) {
		this.callsUntilFailure = call;
	}

	/**
	 * Tells whether the power has failed.
	 * @return whether it has
	 */
	public boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Brings the power back. What survived is there.
	 */
	public void restart() {
		this.failed = false;
		this.callsUntilFailure = Integer.MAX_VALUE;
	}

	/**
	 * Returns how many calls could have failed so far.
	 * @return the number of calls
	 */
	public int calls() {
		return this.calls;
	}

	private boolean failsNow() throws IOException {
		if (this.failed) {
			throw new IOException("no power");
		}
		this.calls++;
		this.failed = --this.callsUntilFailure == 0;
		return this.failed;
	}

	private IOException powerFailure() {
		return new IOException("the power failed");
	}

	@Override
	public Storage folder(String folder) {
		throw new UnsupportedOperationException("tests use one folder");
	}

	@Override
	public List<String> list(String folder) throws IOException {
		if (failsNow()) {
			throw powerFailure();
		}
		TreeSet<String> names = new TreeSet<>();
		for (String path : this.files.keySet()) {
			if (path.startsWith(folder + "/")) {
				names.add(path.substring(folder.length() + 1));
			}
		}
		return List.copyOf(names);
	}

	@Override
	public boolean exists(String path) {
		return this.files.containsKey(path);
	}

	@Override
	public void createFolder(String folder) throws IOException {
		if (failsNow()) {
			throw powerFailure();
		}
	}

	@Override
	public void write(String path, List<MemorySegment> parts) throws IOException {
		if (this.files.containsKey(path)) {
			throw new FileAlreadyExistsException(path);
		}
		boolean fails = failsNow();
		if (!fails || this.random.nextBoolean()) {
			int length = parts.stream().mapToInt((part) -> (int) part.byteSize()).sum();
			MemorySegment whole = MemorySegment.ofArray(new byte[length]);
			long position = 0;
			for (MemorySegment part : parts) {
				MemorySegment.copy(part, 0, whole, position, part.byteSize());
				position += part.byteSize();
			}
			this.files.put(path, whole.toArray(ValueLayout.JAVA_BYTE));
		}
		if (fails) {
			throw powerFailure();
		}
	}

	@Override
	public FileWriter create(String path) throws IOException {
		if (this.files.containsKey(path)) {
			throw new FileAlreadyExistsException(path);
		}
		return new MemoryFileWriter(path);
	}

	@Override
	public MemorySegment map(String path) throws IOException {
		if (failsNow()) {
			throw powerFailure();
		}
		return MemorySegment.ofArray(require(path)).asReadOnly();
	}

	private byte[] require(String path) throws NoSuchFileException {
		byte[] bytes = this.files.get(path);
		if (bytes == null) {
			throw new NoSuchFileException(path);
		}
		return bytes;
	}

	@Override
	public AppendFile open(String path) throws IOException {
		if (failsNow()) {
			throw powerFailure();
		}
		require(path);
		return new MemoryAppendFile(path);
	}

	@Override
	public void move(String from, String to) {
		throw new UnsupportedOperationException("tests move nothing");
	}

	@Override
	public void delete(String path) throws IOException {
		boolean fails = failsNow();
		if (!fails || this.random.nextBoolean()) {
			this.files.remove(path);
		}
		if (fails) {
			throw powerFailure();
		}
	}

	@Override
	public StorageLock lock(String path) throws IOException {
		if (failsNow()) {
			throw powerFailure();
		}
		return () -> {
		};
	}

	private final class MemoryFileWriter implements FileWriter {

		private final String path;

		private final List<MemorySegment> parts = new ArrayList<>();

		private MemoryFileWriter(String path) {
			this.path = path;
		}

		@Override
		public void write(MemorySegment part) {
			this.parts.add(MemorySegment.ofArray(part.toArray(ValueLayout.JAVA_BYTE)));
		}

		@Override
		public void finish() throws IOException {
			FaultyStorage.this.write(this.path, this.parts);
		}

		@Override
		public void close() {
		}

	}

	private final class MemoryAppendFile implements AppendFile {

		private final String path;

		private MemoryAppendFile(String path) {
			this.path = path;
		}

		@Override
		public boolean isInPlace() {
			return true;
		}

		@Override
		public long size() throws IOException {
			return require(this.path).length;
		}

		@Override
		public byte[] read(long position, int length) throws IOException {
			byte[] bytes = require(this.path);
			int from = (int) Math.min(position, bytes.length);
			return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
		}

		@Override
		public void write(long position, byte[] bytes) throws IOException {
			boolean fails = failsNow();
			int written = fails ? FaultyStorage.this.random.nextInt(bytes.length + 1) : bytes.length;
			byte[] before = require(this.path);
			byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) position + written));
			System.arraycopy(bytes, 0, after, (int) position, written);
			FaultyStorage.this.files.put(this.path, after);
			if (fails) {
				throw powerFailure();
			}
		}

		@Override
		public void truncate(long size) throws IOException {
			boolean fails = failsNow();
			if (!fails || FaultyStorage.this.random.nextBoolean()) {
				FaultyStorage.this.files.put(this.path, Arrays.copyOf(require(this.path), (int) size));
			}
			if (fails) {
				throw powerFailure();
			}
		}

		@Override
		public void close() {
		}

	}

}
