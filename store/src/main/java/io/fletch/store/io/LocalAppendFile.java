package io.fletch.store.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A growing file of the local file system. Where this process may only read it, it can be
 * read.
 */
final class LocalAppendFile implements Storage.AppendFile {

	/** Up to this length memory is taken before it is known how much there is to read. */
	private static final int UNCHECKED = 1 << 12;

	private final Path path;

	private final LocalFile file;

	LocalAppendFile(Path path) throws IOException {
		this.path = path;
		this.file = open(path);
	}

	private static LocalFile open(Path path) throws IOException {
		try {
			return LocalFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		catch (FileSystemException ex) {
			return LocalFile.open(path, StandardOpenOption.READ);
		}
	}

	@Override
	public boolean isInPlace() throws IOException {
		return this.file.isInPlace();
	}

	@Override
	public long size() throws IOException {
		return this.file.run(FileChannel::size);
	}

	@Override
	public byte[] read(long position, int length) throws IOException {
		return this.file.run((channel) -> {
			int capacity = (length <= UNCHECKED) ? length : (int) Math.clamp(channel.size() - position, 0, length);
			ByteBuffer bytes = ByteBuffer.allocate(capacity);
			int count = 0;
			while (bytes.hasRemaining() && count >= 0) {
				count = channel.read(bytes, position + bytes.position());
			}
			return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
		});
	}

	@Override
	public void write(long position, byte[] bytes) throws IOException {
		change((channel) -> LocalFileWriter.writeFully(channel, ByteBuffer.wrap(bytes), position));
	}

	@Override
	public void truncate(long size) throws IOException {
		change((channel) -> channel.truncate(size));
	}

	/**
	 * Changes the file durably.
	 */
	private void change(Change change) throws IOException {
		try {
			this.file.run((channel) -> {
				change.apply(channel);
				channel.force(false);
				return channel;
			});
		}
		catch (NonWritableChannelException ex) {
			throw new AccessDeniedException(this.path.toString(), null,
					"this process may only read it; change its permissions or its owner");
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	@FunctionalInterface
	private interface Change {

		void apply(FileChannel channel) throws IOException;

	}

}
