package io.fletch.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.apache.arrow.vector.types.pojo.ArrowType;

import io.fletch.store.data.column.ColumnReader;

/**
 * The values of a key column in a batch, to be compared with those of another batch. As
 * numbers, 0 equals -0, and NaN equals NaN.
 */
sealed interface KeyColumn {

	static KeyColumn of(ColumnReader reader, ArrowType type) {
		return switch (reader) {
			case ColumnReader.FixedWidth bytes when type instanceof ArrowType.Decimal
					|| type instanceof ArrowType.FixedSizeBinary ->
				new Bytes(bytes);
			case ColumnReader.FixedWidth numbers -> new Numbers(numbers, type instanceof ArrowType.FloatingPoint);
			case ColumnReader.Text texts -> new Bytes(texts);
			default -> new Values(reader);
		};
	}

	ColumnReader reader();

	/**
	 * Returns the hash of a value. That of a null does not matter.
	 */
	long hash(int row);

	boolean equals(int row, KeyColumn other, int otherRow);

	/**
	 * Joins the hashes of the rows of this column to those of the columns before.
	 */
	default void addTo(long[] hashes) {
		for (int row = 0; row < hashes.length; row++) {
			hashes[row] = mixed(hashes[row] + hash(row));
		}
	}

	private static long hash(MemorySegment bytes) {
		long size = bytes.byteSize();
		long hash = size;
		long i = 0;
		for (; i <= size - Long.BYTES; i += Long.BYTES) {
			hash = hash * 31 + mixed(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i));
		}
		for (; i < size; i++) {
			hash = hash * 31 + bytes.get(ValueLayout.JAVA_BYTE, i);
		}
		return hash;
	}

	private static long mixed(long value) {
		long product = value * 0x9E3779B97F4A7C15L;
		return product ^ (product >>> 32);
	}

	record Numbers(ColumnReader.FixedWidth reader, boolean areReal) implements KeyColumn {

		@Override
		public long hash(int row) {
			return this.areReal ? Double.doubleToLongBits(this.reader.doubleValue(row) + 0.0)
					: this.reader.longValue(row);
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Numbers numbers && numbers.areReal == this.areReal
					&& hash(row) == numbers.hash(otherRow);
		}

	}

	record Bytes(ColumnReader reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			return KeyColumn.hash(bytes(row));
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Bytes bytes && bytes(row).mismatch(bytes.bytes(otherRow)) < 0;
		}

		private MemorySegment bytes(int row) {
			if (this.reader instanceof ColumnReader.Text texts) {
				return texts.utf8(row);
			}
			ColumnReader.FixedWidth fixed = (ColumnReader.FixedWidth) this.reader;
			long width = fixed.type().width();
			return fixed.data().asSlice(row * width, width);
		}

	}

	record Values(ColumnReader reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			if (this.reader.isNull(row)) {
				return 0;
			}
			Object value = this.reader.value(row);
			return (value instanceof byte[] bytes) ? Arrays.hashCode(bytes) : value.hashCode();
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			Object value = this.reader.value(row);
			Object another = other.reader().value(otherRow);
			return (value instanceof byte[] bytes && another instanceof byte[] others) ? Arrays.equals(bytes, others)
					: value.equals(another);
		}

	}

}
