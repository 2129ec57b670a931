package io.fletch.store.data.schema;

import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.column.BinaryType;
import io.fletch.store.data.column.BlobType;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.DateType;
import io.fletch.store.data.column.FixedBinaryType;
import io.fletch.store.data.column.IntegerType;
import io.fletch.store.data.column.JsonType;
import io.fletch.store.data.column.NullType;
import io.fletch.store.data.column.TextType;
import io.fletch.store.data.column.TimeType;
import io.fletch.store.data.column.TimestampType;

/**
 * Which columns can be keys.
 */
public final class KeyTypes {

	/** The types of primary keys, for messages. */
	public static final String PRIMARY = "integers, text, bytes, dates, times and timestamps";

	private KeyTypes() {
	}

	/**
	 * Tells whether two values of a column can be compared to match rows.
	 * @param field the column
	 * @return whether they can
	 */
	public static boolean areComparable(Field field) {
		return switch (ColumnType.of(field)) {
			case NullType type -> false;
			case JsonType type -> false;
			case BlobType type -> false;
			default -> !ColumnType.storage(field.getType()).isComplex();
		};
	}

	/**
	 * Tells whether a column can be the primary key: whether its values stand for
	 * themselves, and are not results of measuring.
	 * @param field the column
	 * @return whether it can
	 */
	public static boolean arePrimary(Field field) {
		return switch (ColumnType.of(field)) {
			case TextType type -> true;
			case BinaryType type -> true;
			case FixedBinaryType type -> true;
			case IntegerType type -> true;
			case DateType type -> true;
			case TimeType type -> true;
			case TimestampType type -> true;
			default -> false;
		};
	}

}
