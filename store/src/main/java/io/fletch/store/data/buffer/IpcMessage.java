package io.fletch.store.data.buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The prefix of encapsulated Arrow IPC messages: the continuation marker
 * {@code 0xFFFFFFFF}, the length of the metadata as int32, the metadata flatbuffer, and
 * padding so that the body begins at a multiple of 64 bytes.
 */
public final class IpcMessage {

	/** What every message begins with. */
	public static final int CONTINUATION = -1;

	/** How many bytes stand before the flatbuffer. */
	public static final int PREFIX_LENGTH = 8;

	private static final int ALIGNMENT = 64;

	private IpcMessage() {
	}

	/**
	 * Adds the prefix and the padding.
	 * @param flatbuffer the metadata
	 * @param position where the message begins in its file, so that its body begins at a
	 * multiple of 64 bytes
	 * @return the message without its body
	 */
	public static byte[] encapsulate(byte[] flatbuffer, long position) {
		long end = position + PREFIX_LENGTH + flatbuffer.length;
		long padded = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - position;
		return ByteBuffer.allocate(Math.toIntExact(padded))
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(CONTINUATION)
			.putInt((int) padded - PREFIX_LENGTH)
			.put(flatbuffer)
			.array();
	}

}
