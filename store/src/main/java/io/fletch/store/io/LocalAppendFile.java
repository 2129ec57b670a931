package io.fletch.store.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A growing file of the local file system.
 */
final class LocalAppendFile implements Storage.AppendFile {

	private final LocalFile file;

	LocalAppendFile(Path path) throws IOException {
		this.file = LocalFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
			ByteBuffer bytes = ByteBuffer.allocate((int) Math.clamp(channel.size() - position, 0, length));
			int count = 0;
			while (bytes.hasRemaining() && count >= 0) {
				count = channel.read(bytes, position + bytes.position());
			}
			return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
		});
	}

	@Override
	public void write(long position, byte[] bytes) throws IOException {
		this.file.run((channel) -> {
			LocalFileWriter.writeFully(channel, ByteBuffer.wrap(bytes), position);
			channel.force(false);
			return channel;
		});
	}

	@Override
	public void truncate(long size) throws IOException {
		this.file.run((channel) -> {
			channel.truncate(size);
			channel.force(false);
			return channel;
		});
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
