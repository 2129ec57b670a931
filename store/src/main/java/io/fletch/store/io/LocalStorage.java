package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Storage in a folder of the local file system.
 */
public final class LocalStorage implements Storage {

	/**
	 * File locks hold for a whole process, so threads of this one take turns here first.
	 */
	private static final Map<Path, ReentrantLock> PROCESS_LOCKS = new ConcurrentHashMap<>();

	private static final int WRITE_SIZE = 1 << 20;

	private final Path root;

	/**
	 * Uses a folder, making it if absent.
	 * @param root the folder
	 * @throws IOException if it cannot be made, or is not a folder
	 */
	public LocalStorage(Path root) throws IOException {
		createDurably(root.toAbsolutePath().normalize());
		this.root = root.toRealPath();
	}

	@Override
	public Storage folder(String folder) throws IOException {
		return new LocalStorage(resolve(folder));
	}

	@Override
	public List<String> list(String folder) throws IOException {
		try (Stream<Path> files = Files.list(resolve(folder))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	@Override
	public boolean exists(String path) {
		return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public void createFolder(String folder) throws IOException {
		createDurably(resolve(folder));
	}

	private static void createDurably(Path folder) throws IOException {
		List<Path> missing = Stream.iterate(folder, (path) -> path != null && !Files.exists(path), Path::getParent)
			.toList();
		Files.createDirectories(folder);
		for (Path path : missing) {
			forceParent(path);
		}
	}

	@Override
	public void write(String path, List<MemorySegment> parts) throws IOException {
		Path file = resolve(path);
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(path);
		}
		uninterrupted(() -> {
			writeOnce(file, parts);
			return file;
		});
	}

	private static void writeOnce(Path file, List<MemorySegment> parts) throws IOException {
		Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
		try {
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
					StandardOpenOption.WRITE)) {
				for (MemorySegment part : parts) {
					writeFully(channel, part);
				}
				channel.force(true);
			}
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
			forceParent(file);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	@Override
	public FileWriter create(String path) throws IOException {
		Path file = resolve(path);
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(path);
		}
		Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
		return new LocalFileWriter(file, temporary,
				FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
	}

	@Override
	public MemorySegment map(String path) throws IOException {
		Path file = resolve(path);
		return uninterrupted(() -> {
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
				return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
			}
		});
	}

	@Override
	public AppendFile open(String path) throws IOException {
		return new LocalAppendFile(resolve(path));
	}

	@Override
	public void move(String from, String to) throws IOException {
		Path target = resolve(to);
		if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(to);
		}
		try {
			Files.move(resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (FileSystemException ex) {
			if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
				throw new FileAlreadyExistsException(to);
			}
			throw ex;
		}
		forceParent(target);
	}

	@Override
	public void delete(String path) throws IOException {
		Path target = resolve(path);
		if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try (Stream<Path> files = Files.walk(target)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

	@Override
	public StorageLock lock(String path) throws IOException {
		Path file = resolve(path);
		ReentrantLock processLock = PROCESS_LOCKS.computeIfAbsent(file, (key) -> new ReentrantLock());
		processLock.lock();
		try {
			return uninterrupted(() -> {
				FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
						LinkOption.NOFOLLOW_LINKS);
				return new LocalLock(processLock, channel, lockOrClose(channel));
			});
		}
		catch (IOException | RuntimeException ex) {
			processLock.unlock();
			throw ex;
		}
	}

	private static FileLock lockOrClose(FileChannel channel) throws IOException {
		try {
			return channel.lock();
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private Path resolve(String path) {
		Path resolved = this.root.resolve(path).normalize();
		if (!resolved.startsWith(this.root)) {
			throw new IllegalArgumentException("The path '" + path + "' leaves the database folder");
		}
		return resolved;
	}

	private static void writeFully(FileChannel channel, MemorySegment part) throws IOException {
		for (long offset = 0; offset < part.byteSize(); offset += WRITE_SIZE) {
			ByteBuffer buffer = part.asSlice(offset, Math.min(WRITE_SIZE, part.byteSize() - offset)).asByteBuffer();
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
		}
	}

	/**
	 * Makes the entry of a file in its folder durable. Windows has no such call and needs
	 * none.
	 */
	private static void forceParent(Path file) throws IOException {
		Path folder = file.getParent();
		if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			uninterrupted(() -> {
				try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
					channel.force(true);
				}
				return folder;
			});
		}
	}

	/**
	 * Runs something whose channel an interrupt of this thread would close, again if need
	 * be. The interrupt stays pending for the caller.
	 */
	private static <T> T uninterrupted(FileAccess<T> access) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return access.run();
				}
				catch (ClosedByInterruptException | FileLockInterruptionException ex) {
					interrupted = true;
					Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Something that opens and closes its own channel.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	private interface FileAccess<T> {

		T run() throws IOException;

	}

	private record LocalFileWriter(Path file, Path temporary, FileChannel channel) implements FileWriter {

		@Override
		public void write(MemorySegment part) throws IOException {
			writeFully(this.channel, part);
		}

		@Override
		public void finish() throws IOException {
			this.channel.force(true);
			this.channel.close();
			Files.move(this.temporary, this.file, StandardCopyOption.ATOMIC_MOVE);
			forceParent(this.file);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
			Files.deleteIfExists(this.temporary);
		}

	}

	private record LocalLock(ReentrantLock processLock, FileChannel channel, FileLock fileLock) implements StorageLock {

		@Override
		public void close() throws IOException {
			try (this.channel) {
				this.fileLock.release();
			}
			finally {
				this.processLock.unlock();
			}
		}

	}

}
