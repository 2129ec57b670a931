package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A record batch as an encapsulated Arrow IPC message: prefix and metadata, then the
 * body.
 *
 * @param metadata the continuation marker, the length and the flatbuffer, padded
 * @param body the buffers, each padded to 64 bytes
 * @param rowCount the number of rows
 */
public record EncodedBatch(byte[] metadata, List<byte[]> body, int rowCount) {

	/**
	 * Returns the length of the body.
	 * @return the length in bytes, a multiple of 64
	 */
	public long bodyLength() {
		return this.body.stream().mapToLong((buffer) -> buffer.length).sum();
	}

	/**
	 * Returns the length of the whole message.
	 * @return the length in bytes
	 */
	public long byteSize() {
		return this.metadata.length + bodyLength();
	}

	/**
	 * Returns the whole message in one array.
	 * @return the bytes
	 */
	public byte[] toByteArray() {
		byte[] bytes = new byte[Math.toIntExact(byteSize())];
		System.arraycopy(this.metadata, 0, bytes, 0, this.metadata.length);
		int position = this.metadata.length;
		for (byte[] buffer : this.body) {
			System.arraycopy(buffer, 0, bytes, position, buffer.length);
			position += buffer.length;
		}
		return bytes;
	}

	List<MemorySegment> segments() {
		List<MemorySegment> segments = new ArrayList<>();
		segments.add(MemorySegment.ofArray(this.metadata));
		this.body.forEach((buffer) -> segments.add(MemorySegment.ofArray(buffer)));
		return segments;
	}

}
