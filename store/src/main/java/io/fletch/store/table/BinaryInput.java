package io.fletch.store.table;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.fletch.store.error.CorruptTableException;

/**
 * Reads what {@link BinaryOutput} wrote. Every length is checked against what is left, so
 * that damaged bytes cannot ask for memory.
 */
final class BinaryInput {

	private final String what;

	private final ByteBuffer buffer;

	BinaryInput(String what, byte[] bytes) {
		this.what = what;
		this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	int getByte() {
		return Byte.toUnsignedInt((byte) read(Byte.BYTES));
	}

	int getInt() {
		return (int) read(Integer.BYTES);
	}

	long getLong() {
		return read(Long.BYTES);
	}

	/**
	 * Reads how many elements follow.
	 */
	int getCount(int elementSize) {
		int count = getInt();
		require(count >= 0 && (long) count * elementSize <= this.buffer.remaining(), "a count of " + count);
		return count;
	}

	byte[] getBytes() {
		byte[] bytes = new byte[getCount(1)];
		this.buffer.get(bytes);
		return bytes;
	}

	String getString() {
		return new String(getBytes(), StandardCharsets.UTF_8);
	}

	void requireEnd() {
		require(!this.buffer.hasRemaining(), this.buffer.remaining() + " bytes too many");
	}

	void require(boolean condition, String found) {
		if (!condition) {
			throw new CorruptTableException("There is " + this.what + " that is damaged: it has " + found);
		}
	}

	private long read(int length) {
		try {
			return switch (length) {
				case Byte.BYTES -> this.buffer.get();
				case Integer.BYTES -> this.buffer.getInt();
				default -> this.buffer.getLong();
			};
		}
		catch (BufferUnderflowException ex) {
			throw new CorruptTableException("There is " + this.what + " that is damaged: it ends too early", ex);
		}
	}

}
