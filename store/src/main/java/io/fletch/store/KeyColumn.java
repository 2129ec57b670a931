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
			case ColumnReader.FixedWidth numbers when type instanceof ArrowType.FloatingPoint -> new Reals(numbers);
			case ColumnReader.FixedWidth bytes when type instanceof ArrowType.Decimal
					|| type instanceof ArrowType.FixedSizeBinary ->
				new Bytes(bytes);
			case ColumnReader.FixedWidth numbers -> new Longs(numbers);
			case ColumnReader.Text texts -> new Texts(texts);
			default -> new Values(reader);
		};
	}

	ColumnReader reader();

	long hash(int row);

	/**
	 * Joins the hashes of the rows of this column to those of the columns before. What it
	 * joins for a null does not matter. In a loop of its own for each kind of column, as
	 * it runs for every row of a table.
	 */
	void addTo(long[] hashes);

	boolean equals(int row, KeyColumn other, int otherRow);

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

	static long mixed(long value) {
		long product = value * 0x9E3779B97F4A7C15L;
		return product ^ (product >>> 32);
	}

	record Longs(ColumnReader.FixedWidth reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			return this.reader.longValue(row);
		}

		@Override
		public void addTo(long[] hashes) {
			for (int row = 0; row < hashes.length; row++) {
				hashes[row] = mixed(hashes[row] + hash(row));
			}
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Longs longs && hash(row) == longs.hash(otherRow);
		}

	}

	record Reals(ColumnReader.FixedWidth reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			return Double.doubleToLongBits(this.reader.doubleValue(row) + 0.0);
		}

		@Override
		public void addTo(long[] hashes) {
			for (int row = 0; row < hashes.length; row++) {
				hashes[row] = mixed(hashes[row] + hash(row));
			}
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Reals reals && hash(row) == reals.hash(otherRow);
		}

	}

	record Bytes(ColumnReader.FixedWidth reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			return KeyColumn.hash(bytes(row));
		}

		@Override
		public void addTo(long[] hashes) {
			for (int row = 0; row < hashes.length; row++) {
				hashes[row] = mixed(hashes[row] + hash(row));
			}
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Bytes bytes && bytes(row).mismatch(bytes.bytes(otherRow)) < 0;
		}

		private MemorySegment bytes(int row) {
			long width = this.reader.type().width();
			return this.reader.data().asSlice(row * width, width);
		}

	}

	record Texts(ColumnReader.Text reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			return KeyColumn.hash(this.reader.utf8(row));
		}

		@Override
		public void addTo(long[] hashes) {
			for (int row = 0; row < hashes.length; row++) {
				hashes[row] = mixed(hashes[row] + hash(row));
			}
		}

		@Override
		public boolean equals(int row, KeyColumn other, int otherRow) {
			return other instanceof Texts texts && this.reader.utf8(row).mismatch(texts.reader.utf8(otherRow)) < 0;
		}

	}

	record Values(ColumnReader reader) implements KeyColumn {

		@Override
		public long hash(int row) {
			Object value = this.reader.value(row);
			return (value instanceof byte[] bytes) ? Arrays.hashCode(bytes) : value.hashCode();
		}

		@Override
		public void addTo(long[] hashes) {
			for (int row = 0; row < hashes.length; row++) {
				hashes[row] = mixed(hashes[row] + (this.reader.isNull(row) ? 0 : hash(row)));
			}
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
