package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.buffer.VariableWidth;
import io.fletch.store.data.column.ColumnReader;

/**
 * The buffers of a column in Arrow's layout of its type, for who copies columns whole.
 *
 * @param validity one bit a value, or empty if none is null
 * @param offsets where values or lists begin and end, or {@code null}
 * @param hasLongOffsets whether the offsets are int64, not int32
 * @param data the values, or {@code null} if they are in the children
 * @param valueWidth the width of a value in bits, 8 for those between offsets
 * @param children the columns within this one
 */
public record ColumnBuffers(MemorySegment validity, @Nullable MemorySegment offsets, boolean hasLongOffsets,
		@Nullable MemorySegment data, int valueWidth, List<ColumnReader> children) {

	/**
	 * Returns the buffers of a column.
	 * @param column the column, which is neither absent nor of blobs
	 * @return its buffers
	 */
	public static ColumnBuffers of(ColumnReader column) {
		return switch (column) {
			case ColumnReader.Text text -> variable(text.values());
			case ColumnReader.Binary binary -> variable(binary.values());
			case ColumnReader.Bits bits -> fixed(bits.validity(), bits.bits(), 1);
			case ColumnReader.FixedWidth numbers ->
				fixed(numbers.validity(), numbers.data(), numbers.type().width() * Byte.SIZE);
			case ColumnReader.Vectors vectors -> nested(vectors.validity(), null, List.of(vectors.elements()));
			case ColumnReader.FixedLists lists -> nested(lists.validity(), null, List.of(lists.elements()));
			case ColumnReader.Lists lists -> nested(lists.validity(), lists.offsets(), List.of(lists.elements()));
			case ColumnReader.Maps maps -> nested(maps.validity(), maps.offsets(), List.of(maps.keys(), maps.values()));
			case ColumnReader.Structs structs -> nested(structs.validity(), null, structs.children());
			case ColumnReader.Blobs blobs -> throw new IllegalArgumentException("Blobs lie elsewhere");
			case ColumnReader.Absent absent -> throw new IllegalArgumentException("The column is absent");
		};
	}

	/**
	 * Returns which values of a column are not null.
	 * @param column the column, which is not absent
	 * @return one bit a value, or empty if none is null
	 */
	public static MemorySegment validity(ColumnReader column) {
		return column.validity().bits();
	}

	private static ColumnBuffers variable(VariableWidth values) {
		return new ColumnBuffers(values.validity().bits(), values.offsets().data(), values.offsets().isWide(),
				values.bytes(), Byte.SIZE, List.of());
	}

	private static ColumnBuffers fixed(Validity validity, MemorySegment data, int width) {
		return new ColumnBuffers(validity.bits(), null, false, data, width, List.of());
	}

	private static ColumnBuffers nested(Validity validity, @Nullable Offsets offsets, List<ColumnReader> children) {
		return new ColumnBuffers(validity.bits(), (offsets != null) ? offsets.data() : null,
				offsets != null && offsets.isWide(), null, 0, children);
	}

	/**
	 * Returns where a value or list begins.
	 * @param row the position of the value; that behind the last says where it ends
	 * @return the position of its first byte or element
	 */
	public long offset(int row) {
		if (this.offsets == null) {
			throw new IllegalStateException("A column without offsets");
		}
		return new Offsets(this.offsets, this.hasLongOffsets).at(row);
	}

}
