package io.fletch.embeddings.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A file of vectors. It begins with 4 bytes {@code FLEC} and 4 with the version, 1,
 * little endian; records follow. One process appends to it until it is full, and renames
 * it then; nobody changes what is written. Guarded by the lock of the
 * {@link SegmentStore}, but for {@link #read}.
 */
final class Segment {

	static final int FILE_HEADER_BYTES = 2 * Integer.BYTES;

	private static final int MAGIC = 0x43454C46;

	private static final int VERSION = 1;

	private final SegmentName name;

	private volatile Path file;

	private long size;

	private long known = FILE_HEADER_BYTES;

	private long used;

	Segment(SegmentName name, Path file) {
		this.name = name;
		this.file = file;
	}

	SegmentName name() {
		return this.name;
	}

	Path file() {
		return this.file;
	}

	void moved(Path to) {
		this.file = to;
	}

	long size() {
		return this.size;
	}

	long used() {
		return this.used;
	}

	void use(long bytes) {
		this.used += bytes;
	}

	static ByteBuffer fileHeader() {
		return VectorRecord.buffer(FILE_HEADER_BYTES).putInt(MAGIC).putInt(VERSION).flip();
	}

	/**
	 * Finds the records that were written since the last look. A record that is not whole
	 * ends the look: its process is writing, or died when it did.
	 */
	void discover(long newSize, BiConsumer<ContentKey, Place> found) throws IOException {
		this.size = newSize;
		if (newSize < this.known + VectorRecord.HEADER_BYTES) {
			return;
		}
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.READ)) {
			ByteBuffer start = readFully(channel, 0, FILE_HEADER_BYTES);
			if (start == null || start.getInt() != MAGIC || start.getInt() != VERSION) {
				return;
			}
			Place place = next(channel, newSize, found);
			while (place != null) {
				this.known = place.position() + place.bytes();
				place = next(channel, newSize, found);
			}
		}
	}

	private @Nullable Place next(FileChannel channel, long end, BiConsumer<ContentKey, Place> found)
			throws IOException {
		ByteBuffer bytes = readFully(channel, this.known, VectorRecord.HEADER_BYTES);
		VectorRecord.Header header = (bytes != null) ? VectorRecord.Header.read(bytes) : null;
		if (header == null || this.known + header.bytes() > end) {
			return null;
		}
		Place place = new Place(this, this.known, header.bytes());
		found.accept(header.key(), place);
		return place;
	}

	/**
	 * Notes a record that this process has appended.
	 */
	Place appended(int bytes) {
		Place place = new Place(this, this.known, bytes);
		this.known += bytes;
		this.size = this.known;
		return place;
	}

	/**
	 * Reads a record as it is, or nothing if the file is shorter.
	 */
	static @Nullable ByteBuffer read(FileChannel channel, Place place) throws IOException {
		return readFully(channel, place.position(), place.bytes());
	}

	private static @Nullable ByteBuffer readFully(FileChannel channel, long position, int bytes) throws IOException {
		ByteBuffer buffer = VectorRecord.buffer(bytes);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer, position + buffer.position()) < 0) {
				return null;
			}
		}
		return buffer.flip();
	}

	/**
	 * Where a record is.
	 *
	 * @param segment the file
	 * @param position where it begins in the file
	 * @param bytes how long it is
	 */
	record Place(Segment segment, long position, int bytes) {

	}

}
