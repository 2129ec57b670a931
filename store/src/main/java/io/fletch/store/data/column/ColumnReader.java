package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobPlace;
import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.buffer.BufferSource;
import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.buffer.VariableWidth;

/**
 * Reads the values of one column of a record batch in place.
 */
public sealed interface ColumnReader {

	/**
	 * Returns which values are not null.
	 * @return which values are not null
	 */
	Validity validity();

	/**
	 * Tells whether a value is null.
	 * @param row the position of the row in the batch
	 * @return whether it is null
	 */
	default boolean isNull(int row) {
		return validity().isNull(row);
	}

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

	/**
	 * A column that the file does not have: every value is null.
	 */
	enum Absent implements ColumnReader {

		/** The only one. */
		INSTANCE;

		@Override
		public Validity validity() {
			throw new UnsupportedOperationException("every value is null");
		}

		@Override
		public boolean isNull(int row) {
			return true;
		}

		@Override
		public Object value(int row) {
			throw new IllegalArgumentException("The value of row " + row + " is null");
		}

	}

	record Text(VariableWidth values) implements ColumnReader {

		@Override
		public Validity validity() {
			return this.values.validity();
		}

		@Override
		public Object value(int row) {
			return new String(this.values.value(row), StandardCharsets.UTF_8);
		}

		/**
		 * Returns the bytes of all texts.
		 * @return the texts in UTF-8, one behind the other
		 */
		public MemorySegment bytes() {
			return this.values.bytes();
		}

		/**
		 * Returns where the texts begin, and behind the last its end.
		 * @return int32 or int64 offsets into the bytes, little-endian
		 */
		public MemorySegment offsets() {
			return this.values.offsets().data();
		}

		/**
		 * Tells how wide the offsets are.
		 * @return whether they are int64, not int32
		 */
		public boolean hasWideOffsets() {
			return this.values.offsets().isWide();
		}

		/**
		 * Tells whether a text that is not null equals another.
		 * @param row the position of the row in the batch
		 * @param utf8 the other text in UTF-8
		 * @return whether they are equal
		 */
		public boolean equalsUtf8(int row, byte[] utf8) {
			return this.values.hasBytes(row, utf8);
		}

		/**
		 * Compares a text that is not null with another by their code points.
		 * @param row the position of the row in the batch
		 * @param utf8 the other text in UTF-8
		 * @return a negative number, 0 or a positive one
		 */
		public int compareUtf8(int row, byte[] utf8) {
			return this.values.compare(row, utf8);
		}

		/**
		 * Returns the bytes of a text that is not null, without a copy.
		 * @param row the position of the row in the batch
		 * @return the text in UTF-8
		 */
		public MemorySegment utf8(int row) {
			return this.values.slice(row);
		}

	}

	record Binary(VariableWidth values) implements ColumnReader {

		@Override
		public Validity validity() {
			return this.values.validity();
		}

		@Override
		public Object value(int row) {
			return this.values.value(row);
		}

	}

	record Bits(Validity validity, MemorySegment bits) implements ColumnReader {

		@Override
		public Object value(int row) {
			return booleanValue(row);
		}

		/**
		 * Returns a value that is not null.
		 * @param row the position of the row in the batch
		 * @return the value
		 */
		public boolean booleanValue(int row) {
			return Validity.isSet(this.bits, row);
		}

	}

	record FixedWidth(Validity validity, MemorySegment data, FixedWidthType type) implements ColumnReader {

		@Override
		public Object value(int row) {
			return this.type.read(this.data, row);
		}

		/**
		 * Returns a value that is not null as the whole number that stands in the file:
		 * an integer, or the count of a date, time, timestamp or duration in its unit. A
		 * uint64 above the range of long is negative.
		 * @param row the position of the row in the batch
		 * @return the number
		 * @throws UnsupportedOperationException for floating-point numbers, decimals and
		 * binary data
		 */
		public long longValue(int row) {
			return this.type.longAt(this.data, row);
		}

		/**
		 * Returns a value that is not null as a floating-point number.
		 * @param row the position of the row in the batch
		 * @return the number, rounded where a double does not hold it
		 */
		public double doubleValue(int row) {
			return this.type.doubleAt(this.data, row);
		}

	}

	record Vectors(Validity validity, FixedWidth elements, int dimensions) implements ColumnReader {

		/**
		 * Returns all vectors, one behind the other.
		 * @return the numbers in the type of the elements, little-endian
		 */
		public MemorySegment data() {
			return this.elements.data();
		}

		/**
		 * Tells whether an element of a vector can be null.
		 * @return whether the file says which elements are null
		 */
		public boolean hasNullElements() {
			return !this.elements.validity().isAbsent();
		}

		@Override
		public Object value(int row) {
			int from = Math.multiplyExact(row, this.dimensions);
			if (!this.elements.validity().isAbsent() && hasNull(from)) {
				return VectorType.listOf(this.elements, from, this.dimensions);
			}
			return switch (this.elements.type().width()) {
				case Byte.BYTES -> data().asSlice(from, this.dimensions).toArray(ValueLayout.JAVA_BYTE);
				case Short.BYTES -> halves(from);
				case Float.BYTES -> data().asSlice((long) from * Float.BYTES, (long) this.dimensions * Float.BYTES)
					.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
				default -> data().asSlice((long) from * Double.BYTES, (long) this.dimensions * Double.BYTES)
					.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
			};
		}

		private boolean hasNull(int from) {
			for (int i = from; i < from + this.dimensions; i++) {
				if (this.elements.isNull(i)) {
					return true;
				}
			}
			return false;
		}

		private float[] halves(int from) {
			float[] vector = new float[this.dimensions];
			for (int i = 0; i < vector.length; i++) {
				vector[i] = (float) this.elements.doubleValue(from + i);
			}
			return vector;
		}

	}

	record Lists(Validity validity, Offsets offsets, ColumnReader elements) implements ColumnReader {

		/**
		 * Returns where the elements of a list begin.
		 * @param row the position of the row in the batch
		 * @return the position of the first in {@link #elements()}
		 */
		public int start(int row) {
			return (int) this.offsets.at(row);
		}

		/**
		 * Returns where the elements of a list end.
		 * @param row the position of the row in the batch
		 * @return the position behind the last in {@link #elements()}
		 */
		public int end(int row) {
			return (int) this.offsets.at(row + 1);
		}

		@Override
		public Object value(int row) {
			return VectorType.listOf(this.elements, start(row), end(row) - start(row));
		}

	}

	record FixedLists(Validity validity, int size, ColumnReader elements) implements ColumnReader {

		@Override
		public Object value(int row) {
			return VectorType.listOf(this.elements, (long) row * this.size, this.size);
		}

	}

	record Structs(Validity validity, List<String> names, List<ColumnReader> children) implements ColumnReader {

		@Override
		public Object value(int row) {
			Map<String, @Nullable Object> struct = LinkedHashMap.newLinkedHashMap(this.names.size());
			for (int i = 0; i < this.names.size(); i++) {
				struct.put(this.names.get(i), this.children.get(i).get(row));
			}
			return Collections.unmodifiableMap(struct);
		}

	}

	record Maps(Validity validity, Offsets offsets, ColumnReader keys, ColumnReader values) implements ColumnReader {

		@Override
		public Object value(int row) {
			int start = (int) this.offsets.at(row);
			int end = (int) this.offsets.at(row + 1);
			Map<@Nullable Object, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(end - start);
			for (int i = start; i < end; i++) {
				map.put(this.keys.get(i), this.values.get(i));
			}
			return Collections.unmodifiableMap(map);
		}

	}

	record Blobs(Structs structs, BlobSource source) implements ColumnReader {

		@Override
		public Validity validity() {
			return this.structs.validity();
		}

		@Override
		public Object value(int row) {
			BlobPlace place = place(row);
			return (place != null) ? this.source.blob(place)
					: BlobSource.inline(((Binary) this.structs.children().get(0)).values().slice(row));
		}

		/**
		 * Returns where a blob lies outside of its row.
		 * @param row the position of the row in the batch
		 * @return where it lies, or {@code null} if it lies in its row
		 */
		public @Nullable BlobPlace place(int row) {
			List<ColumnReader> children = this.structs.children();
			if (!children.get(0).isNull(row)) {
				return null;
			}
			BufferSource.require(children.stream().skip(1).noneMatch((child) -> child.isNull(row)),
					"a blob that is neither in its row nor in a file");
			BlobPlace place = new BlobPlace((String) children.get(1).value(row), number(2, row), number(3, row),
					(int) number(4, row));
			BufferSource.require(place.length() >= 0, "a blob of length " + place.length());
			return place;
		}

		private long number(int child, int row) {
			return ((FixedWidth) this.structs.children().get(child)).longValue(row);
		}

		/**
		 * Returns how many values there are.
		 * @return the number of values
		 */
		public int count() {
			return (int) (((FixedWidth) this.structs.children().get(2)).data().byteSize() / Long.BYTES);
		}

	}

}
