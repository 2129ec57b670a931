package io.fletch.store.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes little-endian numbers and length-prefixed bytes.
 */
final class BinaryOutput {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	void putByte(int value) {
		this.bytes.write(value);
	}

	void putInt(int value) {
		this.bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
	}

	void putLong(long value) {
		this.bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
	}

	void putBytes(byte[] value) {
		putInt(value.length);
		this.bytes.writeBytes(value);
	}

	void putString(String value) {
		putBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
