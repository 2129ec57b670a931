package io.fletch.store.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes little-endian numbers and length-prefixed bytes.
 */
final class BinaryOutput {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private byte[] bytes = new byte[512];

	private int length;

	void putByte(int value) {
		int at = reserve(Byte.BYTES);
		this.bytes[at] = (byte) value;
	}

	void putInt(int value) {
		int at = reserve(Integer.BYTES);
		INT.set(this.bytes, at, value);
	}

	void putLong(long value) {
		int at = reserve(Long.BYTES);
		LONG.set(this.bytes, at, value);
	}

	void putBytes(byte[] value) {
		putInt(value.length);
		int at = reserve(value.length);
		System.arraycopy(value, 0, this.bytes, at, value.length);
	}

	void putString(String value) {
		putBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Begins bytes whose number is told by {@link #end(int)}.
	 * @return where they begin
	 */
	int begin() {
		putInt(0);
		return this.length;
	}

	void end(int begin) {
		setInt(begin - Integer.BYTES, this.length - begin);
	}

	void setInt(int position, int value) {
		INT.set(this.bytes, position, value);
	}

	int length() {
		return this.length;
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	private int reserve(int count) {
		int at = this.length;
		int end = Math.addExact(at, count);
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * end));
		}
		this.length = end;
		return at;
	}

}
