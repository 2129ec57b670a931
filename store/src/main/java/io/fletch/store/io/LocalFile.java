package io.fletch.store.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An open file of the local file system that outlives interrupts. An interrupt of a
 * thread closes the channel that it uses, so the channel is opened again and the access
 * repeated; every access must therefore give the same when it is run twice. The interrupt
 * stays pending for the caller.
 */
final class LocalFile implements AutoCloseable {

	private final Path path;

	private final Set<OpenOption> options;

	private final @Nullable Object key;

	private FileChannel channel;

	private boolean closed;

	private LocalFile(Path path, Set<OpenOption> options, FileChannel channel) throws IOException {
		this.path = path;
		this.options = options;
		this.channel = channel;
		this.key = key(path);
	}

	/**
	 * Opens a regular file. To open anything else could wait for ever, as for the other
	 * end of a pipe.
	 */
	static LocalFile open(Path path, StandardOpenOption... options) throws IOException {
		BasicFileAttributes attributes = attributes(path);
		if (!attributes.isRegularFile()) {
			throw new FileSystemException(path.toString(), null,
					"is no regular file but "
							+ (attributes.isDirectory() ? "a folder" : "a link, pipe, socket or device")
							+ "; put the file itself in its place, or restore it from a backup");
		}
		Set<OpenOption> all = options(options);
		return new LocalFile(path, all, FileChannel.open(path, all));
	}

	static LocalFile openFolder(Path path) throws IOException {
		if (!attributes(path).isDirectory()) {
			throw new FileSystemException(path.toString(), null, "is no folder; put a folder in its place");
		}
		Set<OpenOption> all = options(StandardOpenOption.READ);
		return new LocalFile(path, all, FileChannel.open(path, all));
	}

	/**
	 * Makes a new file, which only its owner may read where the file system knows owners.
	 */
	static LocalFile create(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path, options(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
				OwnerOnly.file(path));
		return new LocalFile(path, options(StandardOpenOption.WRITE), channel);
	}

	private static Set<OpenOption> options(StandardOpenOption... options) {
		Set<OpenOption> all = new HashSet<>(List.of(options));
		all.add(LinkOption.NOFOLLOW_LINKS);
		return all;
	}

	synchronized <T> T run(Access<T> access) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return access.run(this.channel);
				}
				catch (ClosedByInterruptException | FileLockInterruptionException ex) {
					interrupted = true;
					Thread.interrupted();
					reopen();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void reopen() throws IOException {
		this.channel.close();
		if (this.closed) {
			throw new ClosedChannelException();
		}
		this.channel = FileChannel.open(this.path, this.options);
		if (!isInPlace()) {
			throw new FileSystemException(this.path.toString(), null, "was replaced by another file");
		}
	}

	/**
	 * Tells whether the path still leads to the file that was opened.
	 */
	boolean isInPlace() throws IOException {
		try {
			return Objects.equals(this.key, key(this.path));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private static @Nullable Object key(Path path) throws IOException {
		return attributes(path).fileKey();
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		this.channel.close();
	}

	/**
	 * An access to an open file that gives the same when it is run twice.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	interface Access<T> {

		T run(FileChannel channel) throws IOException;

	}

}
