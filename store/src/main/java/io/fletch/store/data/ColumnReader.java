package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column of a record batch in place.
 */
public sealed interface ColumnReader {

	/**
	 * Tells whether a value is null.
	 * @param row the position of the row in the batch
	 * @return whether it is null
	 */
	boolean isNull(int row);

	/**
	 * Returns a value that is not null.
	 * @param row the position of the row in the batch
	 * @return the value in the Java form of its {@link ColumnType}
	 */
	Object value(int row);

	/**
	 * Returns a value.
	 * @param row the position of the row in the batch
	 * @return the value in the Java form of its {@link ColumnType}, or {@code null}
	 */
	default @Nullable Object get(int row) {
		return isNull(row) ? null : value(row);
	}

	record Text(VariableWidth values) implements ColumnReader {

		/**
		 * Tells whether a text that is not null equals another.
		 * @param row the position of the row in the batch
		 * @param utf8 the other text in UTF-8
		 * @return whether they are equal
		 */
		public boolean equalsUtf8(int row, byte[] utf8) {
			return compareUtf8(row, utf8) == 0;
		}

		/**
		 * Compares a text that is not null with another by their code points.
		 * @param row the position of the row in the batch
		 * @param utf8 the other text in UTF-8
		 * @return a negative number, 0 or a positive one
		 */
		public int compareUtf8(int row, byte[] utf8) {
			return java.util.Arrays.compareUnsigned(this.values.value(row), utf8);
		}

		/**
		 * Returns the bytes of a text that is not null, without a copy.
		 * @param row the position of the row in the batch
		 * @return the text in UTF-8
		 */
		public MemorySegment utf8(int row) {
			return MemorySegment.ofArray(this.values.value(row));
		}

		@Override
		public boolean isNull(int row) {
			return this.values.validity().isNull(row);
		}

		@Override
		public Object value(int row) {
			return new String(this.values.value(row), StandardCharsets.UTF_8);
		}

	}

	record Binary(VariableWidth values) implements ColumnReader {

		@Override
		public boolean isNull(int row) {
			return this.values.validity().isNull(row);
		}

		@Override
		public Object value(int row) {
			return this.values.value(row);
		}

	}

	record Bits(Validity validity, MemorySegment bits) implements ColumnReader {

		@Override
		public boolean isNull(int row) {
			return this.validity.isNull(row);
		}

		@Override
		public Object value(int row) {
			return Validity.isSet(this.bits, row);
		}

	}

	record FixedWidth(Validity validity, MemorySegment data,
			FixedWidthType.ValueReader reader) implements ColumnReader {

		@Override
		public boolean isNull(int row) {
			return this.validity.isNull(row);
		}

		@Override
		public Object value(int row) {
			return this.reader.read(this.data, row);
		}

	}

	record Vectors(Validity validity, MemorySegment data, int dimensions) implements ColumnReader {

		@Override
		public boolean isNull(int row) {
			return this.validity.isNull(row);
		}

		@Override
		public Object value(int row) {
			float[] vector = new float[this.dimensions];
			MemorySegment.copy(this.data, ValueLayout.JAVA_FLOAT_UNALIGNED, (long) row * this.dimensions * Float.BYTES,
					vector, 0, this.dimensions);
			return vector;
		}

	}

	record Lists(Validity validity, MemorySegment offsets, ColumnReader elements) implements ColumnReader {

		@Override
		public boolean isNull(int row) {
			return this.validity.isNull(row);
		}

		@Override
		public Object value(int row) {
			int start = this.offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row);
			int end = this.offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row + 1);
			List<@Nullable Object> list = new ArrayList<>(end - start);
			for (int i = start; i < end; i++) {
				list.add(this.elements.get(i));
			}
			return Collections.unmodifiableList(list);
		}

	}

}
