package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A new file of the local file system, written under another name until it is finished.
 */
final class LocalFileWriter implements Storage.FileWriter {

	private static final int WRITE_SIZE = 1 << 20;

	private final Path path;

	private final boolean replaces;

	private final Path temporary;

	private final LocalFile file;

	private long position;

	/**
	 * Begins a file.
	 * @param path where it shall be
	 * @param replaces whether it takes the place of a file that is there
	 */
	LocalFileWriter(Path path, boolean replaces) throws IOException {
		this.path = path;
		this.replaces = replaces;
		requireFree();
		this.temporary = path.resolveSibling("." + UUID.randomUUID() + ".tmp");
		this.file = LocalFile.create(this.temporary);
	}

	private void requireFree() throws IOException {
		if (!this.replaces && Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(this.path.toString());
		}
	}

	@Override
	public void write(MemorySegment part) throws IOException {
		for (long offset = 0; offset < part.byteSize(); offset += WRITE_SIZE) {
			MemorySegment slice = part.asSlice(offset, Math.min(WRITE_SIZE, part.byteSize() - offset));
			this.file.run((channel) -> {
				writeFully(channel, slice.asByteBuffer(), this.position);
				return channel;
			});
			this.position += slice.byteSize();
		}
	}

	static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
		long start = position - bytes.position();
		while (bytes.hasRemaining()) {
			channel.write(bytes, start + bytes.position());
		}
	}

	@Override
	public void finish() throws IOException {
		this.file.run((channel) -> {
			channel.force(false);
			return channel;
		});
		this.file.close();
		requireFree();
		Files.move(this.temporary, this.path, StandardCopyOption.ATOMIC_MOVE);
		LocalFolders.force(this.path.getParent());
	}

	@Override
	public void close() throws IOException {
		this.file.close();
		Files.deleteIfExists(this.temporary);
	}

}
