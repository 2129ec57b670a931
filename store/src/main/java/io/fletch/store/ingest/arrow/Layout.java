package io.fletch.store.ingest.arrow;

import java.util.Locale;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.error.InvalidInputException;

/**
 * Which buffers follow the validity of a column. Source: the Arrow columnar format,
 * "Buffer Listing for Each Layout".
 */
enum Layout {

	/** Nothing, not even a validity. */
	NONE,

	/** Values of one width. */
	FIXED,

	/** Offsets of 32 bits and bytes. */
	VARIABLE,

	/** Offsets of 64 bits and bytes. */
	LARGE_VARIABLE,

	/** Views of 16 bytes and any number of data buffers. */
	VIEWS,

	/** Offsets of 32 bits into the one child. */
	OFFSETS,

	/** Offsets of 64 bits into the one child. */
	LARGE_OFFSETS,

	/** Nothing; the child holds the same number of elements for each value. */
	FIXED_LIST,

	/** Nothing; the children hold one value each. */
	CHILDREN;

	static final int VIEW_BYTES = 16;

	static Layout of(Field field) {
		return switch (field.getType()) {
			case ArrowType.Null nothing -> NONE;
			case ArrowType.Int integer -> FIXED;
			case ArrowType.FloatingPoint real -> FIXED;
			case ArrowType.Bool bool -> FIXED;
			case ArrowType.Decimal decimal -> FIXED;
			case ArrowType.Date date -> FIXED;
			case ArrowType.Time time -> FIXED;
			case ArrowType.Timestamp timestamp -> FIXED;
			case ArrowType.Duration duration -> FIXED;
			case ArrowType.FixedSizeBinary binary -> FIXED;
			case ArrowType.Utf8 text -> VARIABLE;
			case ArrowType.Binary binary -> VARIABLE;
			case ArrowType.LargeUtf8 text -> LARGE_VARIABLE;
			case ArrowType.LargeBinary binary -> LARGE_VARIABLE;
			case ArrowType.Utf8View text -> VIEWS;
			case ArrowType.BinaryView binary -> VIEWS;
			case ArrowType.List list -> OFFSETS;
			case ArrowType.Map map -> OFFSETS;
			case ArrowType.LargeList list -> LARGE_OFFSETS;
			case ArrowType.FixedSizeList list -> FIXED_LIST;
			case ArrowType.Struct struct -> CHILDREN;
			default -> throw new InvalidInputException("The column '" + field.getName() + "' has the Arrow type "
					+ field.getType().toString().toLowerCase(Locale.ROOT)
					+ ", which cannot be read; cast it before, or leave it out");
		};
	}

	/**
	 * Returns the number of bits of a value of a type of the layout {@link #FIXED}.
	 */
	static int bitWidth(ArrowType type) {
		return switch (type) {
			case ArrowType.Bool bool -> 1;
			case ArrowType.Int integer -> integer.getBitWidth();
			case ArrowType.FloatingPoint real -> bitWidth(real.getPrecision());
			case ArrowType.Decimal decimal -> decimal.getBitWidth();
			case ArrowType.Date date -> (date.getUnit() == DateUnit.DAY) ? Integer.SIZE : Long.SIZE;
			case ArrowType.Time time -> time.getBitWidth();
			case ArrowType.FixedSizeBinary binary -> binary.getByteWidth() * Byte.SIZE;
			default -> Long.SIZE;
		};
	}

	private static int bitWidth(FloatingPointPrecision precision) {
		return switch (precision) {
			case HALF -> Short.SIZE;
			case SINGLE -> Float.SIZE;
			case DOUBLE -> Double.SIZE;
		};
	}

}
