package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.buffer.BufferSource;

/**
 * Values of one width side by side in one buffer, little-endian.
 */
public abstract sealed class FixedWidthType extends ColumnType
		permits IntegerType, FloatType, DecimalType, DateType, TimeType, TimestampType, DurationType, FixedBinaryType {

	private final String label;

	private final int width;

	FixedWidthType(String label, int width) {
		this.label = label;
		this.width = width;
	}

	@Override
	public final String label() {
		return this.label;
	}

	/**
	 * Returns the width of a value.
	 * @return the width in bytes
	 */
	public final int width() {
		return this.width;
	}

	/**
	 * Reads a value in its Java form.
	 */
	abstract Object read(MemorySegment data, int row);

	/**
	 * Writes a value that is in its Java form.
	 * @param target where to write
	 * @param value the value
	 */
	public abstract void put(BufferBuilder target, Object value);

	/**
	 * Reads a value as the whole number that stands in the file.
	 */
	long longAt(MemorySegment data, int row) {
		return switch (this.width) {
			case Byte.BYTES -> data.get(ValueLayout.JAVA_BYTE, row);
			case Short.BYTES -> data.get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) row * Short.BYTES);
			case Integer.BYTES -> data.get(ValueLayout.JAVA_INT_UNALIGNED, (long) row * Integer.BYTES);
			case Long.BYTES -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) row * Long.BYTES);
			default -> throw new UnsupportedOperationException("Values of the type " + this.label + " are no longs");
		};
	}

	double doubleAt(MemorySegment data, int row) {
		return longAt(data, row);
	}

	@Override
	public final ColumnWriter writer(BlobTarget blobs) {
		return new FixedWidthWriter(this);
	}

	@Override
	public final ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		long length = (long) node.length() * this.width;
		MemorySegment data = source.buffer(length).asSlice(0, length);
		return new ColumnReader.FixedWidth(node.validity(), data, this);
	}

}
