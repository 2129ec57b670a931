package io.fletch.store.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An exclusive lock on a file of the local file system. The operating system's lock holds
 * for the whole process, and is lost when the process closes the file anywhere; so
 * threads of this process take turns first, by the identity of the file, and only then
 * open it.
 */
final class LocalLock implements Storage.StorageLock {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final ProcessLocks TURNS = new ProcessLocks();

	private final Object key;

	private final LocalFile file;

	private final FileLock lock;

	private LocalLock(Object key, LocalFile file, FileLock lock) {
		this.key = key;
		this.file = file;
		this.lock = lock;
	}

	static Storage.StorageLock lock(Path path) throws IOException {
		Optional<Storage.StorageLock> lock = Optional.empty();
		while (lock.isEmpty()) {
			Object key = key(path);
			TURNS.lock(key);
			lock = inTurn(path, key, true);
		}
		return lock.get();
	}

	static Optional<Storage.StorageLock> tryLock(Path path) throws IOException {
		Object key = key(path);
		return TURNS.tryLock(key) ? inTurn(path, key, false) : Optional.empty();
	}

	/**
	 * Takes the operating system's lock. Whoever calls has the turn, which is given back
	 * unless the lock is got.
	 */
	private static Optional<Storage.StorageLock> inTurn(Path path, Object key, boolean waits) throws IOException {
		boolean locked = false;
		try {
			// While this thread waited for its turn, the file may have made place for
			// another.
			if (key.equals(key(path))) {
				LocalFile file = LocalFile.open(path, StandardOpenOption.WRITE);
				try {
					Optional<FileLock> lock = file
						.run((channel) -> waits ? Optional.of(lock(channel)) : tryLock(channel));
					locked = lock.isPresent();
					return lock.map((held) -> new LocalLock(key, file, held));
				}
				finally {
					if (!locked) {
						file.close();
					}
				}
			}
			return Optional.empty();
		}
		finally {
			if (!locked) {
				TURNS.unlock(key);
			}
		}
	}

	/**
	 * Takes the lock, when nobody else has it any more: also not those of this process
	 * who loaded this class by another class loader, and so have other turns.
	 */
	private static FileLock lock(FileChannel channel) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return channel.lock();
				}
				catch (OverlappingFileLockException ex) {
					LockSupport.parkNanos(PAUSE_NANOS);
					// A thread with an interrupt pending cannot be parked again.
					interrupted |= Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
		try {
			return Optional.ofNullable(channel.tryLock());
		}
		catch (OverlappingFileLockException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns what identifies the file, making it if absent.
	 */
	private static Object key(Path path) throws IOException {
		while (true) {
			try {
				BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
						LinkOption.NOFOLLOW_LINKS);
				return Objects.requireNonNullElse(attributes.fileKey(), path);
			}
			catch (NoSuchFileException ex) {
				createIfFolderExists(path);
			}
		}
	}

	private static void createIfFolderExists(Path path) throws IOException {
		try {
			Files.createFile(path, OwnerOnly.file(path));
		}
		catch (FileAlreadyExistsException ex) {
			// Somebody else made it in between, which is just as well.
			return;
		}
	}

	@Override
	public void close() throws IOException {
		try (this.file) {
			this.lock.release();
		}
		finally {
			TURNS.unlock(this.key);
		}
	}

}
