package io.fletch.store.data.blob;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;

/**
 * Reads a blob from its beginning to its end.
 */
final class BlobStream extends InputStream {

	private final MemorySegment bytes;

	private final IntConsumer checkAtEnd;

	private final CRC32C checksum = new CRC32C();

	private long position;

	BlobStream(MemorySegment bytes, IntConsumer checkAtEnd) {
		this.bytes = bytes;
		this.checkAtEnd = checkAtEnd;
	}

	@Override
	public int read() {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, target.length);
		int count = (int) Math.min(length, this.bytes.byteSize() - this.position);
		if (count == 0) {
			return (length == 0) ? 0 : -1;
		}
		MemorySegment.copy(this.bytes, ValueLayout.JAVA_BYTE, this.position, target, offset, count);
		this.checksum.update(target, offset, count);
		this.position += count;
		if (this.position == this.bytes.byteSize()) {
			this.checkAtEnd.accept((int) this.checksum.getValue());
		}
		return count;
	}

}
