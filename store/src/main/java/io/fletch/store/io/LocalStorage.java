package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
		Files.createDirectories(root);
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
		Path path = resolve(folder);
		Files.createDirectories(path);
		forceParent(path);
	}

	@Override
	public void write(String path, List<MemorySegment> parts) throws IOException {
		Path file = resolve(path);
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(path);
		}
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
	public MemorySegment map(String path) throws IOException {
		try (FileChannel channel = FileChannel.open(resolve(path), StandardOpenOption.READ,
				LinkOption.NOFOLLOW_LINKS)) {
			return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
		}
	}

	@Override
	public AppendFile open(String path) throws IOException {
		return new LocalAppendFile(FileChannel.open(resolve(path), StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS));
	}

	@Override
	public void move(String from, String to) throws IOException {
		Path target = resolve(to);
		if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(to);
		}
		Files.move(resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
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
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
					LinkOption.NOFOLLOW_LINKS);
			return new LocalLock(processLock, channel, lockOrClose(channel));
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
			try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
				channel.force(true);
			}
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

	private record LocalAppendFile(FileChannel channel) implements AppendFile {

		@Override
		public long size() throws IOException {
			return this.channel.size();
		}

		@Override
		public byte[] read(long position, int length) throws IOException {
			ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(size() - position, 0, length));
			while (buffer.hasRemaining() && this.channel.read(buffer, position + buffer.position()) >= 0) {
				continue;
			}
			return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
		}

		@Override
		public void write(long position, byte[] bytes) throws IOException {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer, position + buffer.position());
			}
			this.channel.force(false);
		}

		@Override
		public void truncate(long size) throws IOException {
			this.channel.truncate(size);
			this.channel.force(true);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
