package io.fletch.embeddings.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows others that a cache is open: a locked file, which the system unlocks when the
 * process ends however it ends.
 */
final class Lease implements AutoCloseable {

	private static final String SUFFIX = ".lock";

	/**
	 * Those of this JVM. Their files are left alone, as a file that is closed anywhere in
	 * a process loses its lock.
	 */
	private static final Set<String> OPEN_HERE = ConcurrentHashMap.newKeySet();

	private final String owner = UUID.randomUUID().toString();

	private final Path file;

	private final FileChannel channel;

	Lease(Path folder) throws IOException {
		this.file = folder.resolve(this.owner + SUFFIX);
		OPEN_HERE.add(this.owner);
		this.channel = FileChannel.open(this.file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try {
			this.channel.lock();
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	String owner() {
		return this.owner;
	}

	/**
	 * Returns whether the cache that wrote a file is open somewhere.
	 */
	static boolean isHeld(Path folder, String owner) {
		if (OPEN_HERE.contains(owner)) {
			return true;
		}
		Path file = folder.resolve(owner + SUFFIX);
		if (!Files.exists(file)) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
				FileLock lock = channel.tryLock()) {
			return lock == null;
		}
		catch (IOException | OverlappingFileLockException ex) {
			// Whoever it is, its files are better left alone.
			return true;
		}
	}

	/**
	 * Removes what is left of a cache whose process has ended.
	 */
	static void forget(Path folder, String owner) throws IOException {
		Files.deleteIfExists(folder.resolve(owner + SUFFIX));
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
		Files.deleteIfExists(this.file);
		OPEN_HERE.remove(this.owner);
	}

}
