package io.fletch.embeddings.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

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

	static ProcessLock take(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		ReentrantLock thread = threads.computeIfAbsent(file.toAbsolutePath().normalize(),
				(path) -> new ReentrantLock());
		thread.lock();
		try {
			return new ProcessLock(thread, locked(file));
		}
		catch (IOException ex) {
			thread.unlock();
			throw ex;
		}
	}

	private static FileChannel locked(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			channel.lock();
			return channel;
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
