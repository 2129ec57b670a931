package io.fletch.store.data.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.fletch.store.error.InvalidInputException;

/**
 * A buffer of a column that grows while rows are written, and is used again for the next
 * batch.
 */
public final class BufferBuilder {

	static final int ALIGNMENT = 64;

	private static final int LIMIT = Integer.MAX_VALUE - 2 * ALIGNMENT;

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfFloat LITTLE_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfDouble LITTLE_DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	/**
	 * Below this many bytes a full buffer grows fourfold, so that it is seldom copied.
	 */
	private static final int FAST_GROWTH = 1 << 20;

	private byte[] bytes = new byte[ALIGNMENT];

	private int length;

	public int length() {
		return this.length;
	}

	public void clear() {
		this.length = 0;
	}

	public void putByte(int value) {
		int at = reserve(1);
		this.bytes[at] = (byte) value;
	}

	public void putShort(int value) {
		int at = reserve(Short.BYTES);
		SHORT.set(this.bytes, at, (short) value);
	}

	public void putInt(int value) {
		int at = reserve(Integer.BYTES);
		INT.set(this.bytes, at, value);
	}

	public void putLong(long value) {
		int at = reserve(Long.BYTES);
		LONG.set(this.bytes, at, value);
	}

	public void putFloats(float[] values) {
		int at = reserve(Math.multiplyExact(values.length, Float.BYTES));
		MemorySegment.copy(MemorySegment.ofArray(values), ValueLayout.JAVA_FLOAT, 0, MemorySegment.ofArray(this.bytes),
				LITTLE_FLOAT, at, values.length);
	}

	public void putDoubles(double[] values) {
		int at = reserve(Math.multiplyExact(values.length, Double.BYTES));
		MemorySegment.copy(MemorySegment.ofArray(values), ValueLayout.JAVA_DOUBLE, 0, MemorySegment.ofArray(this.bytes),
				LITTLE_DOUBLE, at, values.length);
	}

	public void putBytes(byte[] values) {
		int at = reserve(values.length);
		System.arraycopy(values, 0, this.bytes, at, values.length);
	}

	public void putSegment(MemorySegment source, long offset, long count) {
		int at = reserve(count);
		MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, this.bytes, at, (int) count);
	}

	public void putZeros(long count) {
		int at = reserve(count);
		Arrays.fill(this.bytes, at, at + (int) count, (byte) 0);
	}

	public void setBit(int index) {
		this.bytes[index >> 3] |= (byte) (1 << (index & 7));
	}

	private int reserve(long count) {
		int at = this.length;
		long end = at + count;
		if (end > this.bytes.length) {
			if (end > LIMIT) {
				throw new InvalidInputException("One record batch would hold more than 2 GiB in one column; "
						+ "write fewer or shorter values at once, or use a blob column");
			}
			long factor = (this.bytes.length < FAST_GROWTH) ? 4 : 2;
			int capacity = (int) Math.min(LIMIT + (long) ALIGNMENT, Math.max(end, this.bytes.length * factor));
			this.bytes = Arrays.copyOf(this.bytes, (capacity + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
		}
		this.length = (int) end;
		return at;
	}

	/**
	 * Returns the contents, filled up with zeros to a multiple of 64 bytes. They stand in
	 * the memory that the next batch will use.
	 * @return the bytes
	 */
	public MemorySegment padded() {
		int end = (this.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, end);
		}
		Arrays.fill(this.bytes, this.length, end, (byte) 0);
		return MemorySegment.ofArray(this.bytes).asSlice(0, end);
	}

}
