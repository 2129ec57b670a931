package io.fletch.embeddings.hub;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Lets one thread of one process at a time do something about a file.
 */
final class ProcessLock implements AutoCloseable {

	/** A file lock is the process's, so that its threads need one of their own. */
	private static final ConcurrentMap<Path, ReentrantLock> threads = new ConcurrentHashMap<>();

	private final ReentrantLock thread;

	private final FileChannel channel;

	private ProcessLock(ReentrantLock thread, FileChannel channel) {
		this.thread = thread;
		this.channel = channel;
	}

	/**
	 * Waits for the lock.
	 * @throws EmbeddingException if the thread is interrupted meanwhile
	 */
	static ProcessLock take(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		ReentrantLock thread = threads.computeIfAbsent(file.toAbsolutePath().normalize(),
				(path) -> new ReentrantLock());
		boolean isTaken = false;
		try {
			thread.lockInterruptibly();
			try {
				ProcessLock lock = new ProcessLock(thread, locked(file));
				isTaken = true;
				return lock;
			}
			finally {
				if (!isTaken) {
					thread.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted(file, ex);
		}
		catch (ClosedByInterruptException | FileLockInterruptionException ex) {
			throw interrupted(file, ex);
		}
	}

	private static EmbeddingException interrupted(Path file, Exception cause) {
		return new EmbeddingException("Interrupted while waiting for another download, which holds " + file, cause);
	}

	private static FileChannel locked(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			channel.lock();
			return channel;
		}
		catch (OverlappingFileLockException ex) {
			channel.close();
			throw new IOException("another part of this process, loaded apart, holds " + file, ex);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			this.thread.unlock();
		}
	}

}
