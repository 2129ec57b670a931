package io.fletch.store.index.text;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;

/**
 * A Lucene file that lies in memory, or in a part of a mapped file. Reads in place.
 */
final class SegmentInput extends IndexInput implements RandomAccessInput {

	private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final MemorySegment bytes;

	private long position;

	SegmentInput(String description, MemorySegment bytes) {
		super(description);
		this.bytes = bytes;
	}

	@Override
	public byte readByte() throws IOException {
		try {
			byte value = this.bytes.get(ValueLayout.JAVA_BYTE, this.position);
			this.position++;
			return value;
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public short readShort() throws IOException {
		short value = readShort(this.position);
		this.position += Short.BYTES;
		return value;
	}

	@Override
	public int readInt() throws IOException {
		int value = readInt(this.position);
		this.position += Integer.BYTES;
		return value;
	}

	@Override
	public long readLong() throws IOException {
		long value = readLong(this.position);
		this.position += Long.BYTES;
		return value;
	}

	@Override
	public void readBytes(byte[] target, int offset, int length) throws IOException {
		try {
			MemorySegment.copy(this.bytes, ValueLayout.JAVA_BYTE, this.position, target, offset, length);
			this.position += length;
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public void readInts(int[] target, int offset, int length) throws IOException {
		try {
			MemorySegment.copy(this.bytes, INT, this.position, target, offset, length);
			this.position += (long) length * Integer.BYTES;
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public void readLongs(long[] target, int offset, int length) throws IOException {
		try {
			MemorySegment.copy(this.bytes, LONG, this.position, target, offset, length);
			this.position += (long) length * Long.BYTES;
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public void readFloats(float[] target, int offset, int length) throws IOException {
		try {
			MemorySegment.copy(this.bytes, FLOAT, this.position, target, offset, length);
			this.position += (long) length * Float.BYTES;
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	/**
	 * Reads how much of something follows, each a byte at least.
	 */
	int readCount() throws IOException {
		int count = readVInt();
		if (count < 0 || count > length() - this.position) {
			throw new EOFException(count + " are more than " + this + " has room for");
		}
		return count;
	}

	@Override
	public String readString() throws IOException {
		byte[] text = new byte[readCount()];
		readBytes(text, 0, text.length);
		return new String(text, StandardCharsets.UTF_8);
	}

	@Override
	public byte readByte(long at) throws IOException {
		try {
			return this.bytes.get(ValueLayout.JAVA_BYTE, at);
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public short readShort(long at) throws IOException {
		try {
			return this.bytes.get(SHORT, at);
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public int readInt(long at) throws IOException {
		try {
			return this.bytes.get(INT, at);
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	@Override
	public long readLong(long at) throws IOException {
		try {
			return this.bytes.get(LONG, at);
		}
		catch (IndexOutOfBoundsException ex) {
			throw behindEnd(ex);
		}
	}

	private EOFException behindEnd(IndexOutOfBoundsException cause) {
		EOFException result = new EOFException("Behind the end of " + this + ", which has " + length() + " bytes");
		result.initCause(cause);
		return result;
	}

	@Override
	public long getFilePointer() {
		return this.position;
	}

	@Override
	public void seek(long target) throws IOException {
		if (target < 0 || target > length()) {
			throw new EOFException("Position " + target + " is not in " + this + ", which has " + length() + " bytes");
		}
		this.position = target;
	}

	@Override
	public long length() {
		return this.bytes.byteSize();
	}

	@Override
	public SegmentInput slice(String description, long offset, long length) {
		if (offset < 0 || length < 0 || offset > length() - length) {
			throw new IllegalArgumentException(
					description + " of " + length + " bytes at " + offset + " is not in " + this);
		}
		return new SegmentInput(this + ", " + description, this.bytes.asSlice(offset, length));
	}

	@Override
	public SegmentInput clone() {
		return (SegmentInput) super.clone();
	}

	/**
	 * Does nothing: what is mapped lives as long as it is reachable.
	 */
	@Override
	public void close() {
	}

}
