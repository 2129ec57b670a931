package io.fletch.store.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A growing file of the local file system. It is no channel, since an interrupt of any
 * reading thread would close that for all.
 */
final class LocalAppendFile implements Storage.AppendFile {

	private final Path path;

	private final RandomAccessFile file;

	private final @Nullable Object key;

	LocalAppendFile(Path path) throws IOException {
		if (Files.isSymbolicLink(path)) {
			throw new FileSystemException(path.toString(), null, "is a symbolic link");
		}
		this.path = path;
		this.key = key(path);
		this.file = new RandomAccessFile(path.toString(), "rw");
	}

	private static @Nullable Object key(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
	}

	@Override
	public boolean isInPlace() throws IOException {
		try {
			return Objects.equals(this.key, key(this.path));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	@Override
	public synchronized long size() throws IOException {
		return this.file.length();
	}

	@Override
	public synchronized byte[] read(long position, int length) throws IOException {
		byte[] bytes = new byte[(int) Math.clamp(this.file.length() - position, 0, length)];
		this.file.seek(position);
		int filled = 0;
		int count = 0;
		while (filled < bytes.length && count >= 0) {
			count = this.file.read(bytes, filled, bytes.length - filled);
			filled += Math.max(count, 0);
		}
		return (filled < bytes.length) ? Arrays.copyOf(bytes, filled) : bytes;
	}

	@Override
	public synchronized void write(long position, byte[] bytes) throws IOException {
		this.file.seek(position);
		this.file.write(bytes);
		this.file.getFD().sync();
	}

	@Override
	public synchronized void truncate(long size) throws IOException {
		this.file.setLength(size);
		this.file.getFD().sync();
	}

	@Override
	public synchronized void close() throws IOException {
		this.file.close();
	}

}
