package io.fletch.store;

import java.util.Collection;
import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.VectorRepair;

/**
 * Checks values that are computed for a column.
 *
 * @param field the column
 * @param type its type
 */
record ColumnValues(Field field, ColumnType type) {

	private static final int MAX_SHOWN = 60;

	ColumnValues(Field field) {
		this(field, ColumnType.of(field));
	}

	/**
	 * Brings the values of rows into the form that the column takes.
	 * @param giver what computed them, as the message shall call it
	 * @param deleted the rows that do not count, and get null if their value does not fit
	 */
	@Nullable Object[] fitting(@Nullable Object[] values, String giver, IntPredicate deleted) {
		@Nullable Object[] fitting = new @Nullable Object[values.length];
		for (int row = 0; row < fitting.length; row++) {
			Object value = values[row];
			if (value != null) {
				fitting[row] = deleted.test(row) ? this.type.coerce(value) : fitting(value, giver, "");
			}
		}
		return fitting;
	}

	/**
	 * Brings a value into the form that the column takes.
	 * @param giver what computed it, as the message shall call it
	 * @param row what the message shall call the row; may be empty
	 */
	Object fitting(Object value, String giver, String row) {
		Object fitting = this.type.coerce(value);
		if (fitting == null) {
			String fault = VectorRepair.fault(this.field, value);
			throw new InvalidInputException(giver + " gives " + row + "the column '" + this.field.getName() + "' "
					+ ((fault != null) ? "a vector " + fault : shown(value)) + ", but the column takes "
					+ this.type.label() + ((fault != null) ? ", all finite" : "") + remedy(fault));
		}
		return fitting;
	}

	private static String remedy(@Nullable String fault) {
		return "; give it such a value" + ((fault != null) ? ", give null, or leave the row out by where(...)" : "");
	}

	private static String shown(Object value) {
		String type = " (" + value.getClass().getSimpleName() + ")";
		return switch (value) {
			case Collection<?> list -> "a list of " + list.size() + " values" + type;
			case Map<?, ?> map -> "a map of " + map.size() + " entries" + type;
			default -> {
				String text = value.toString();
				yield "the value '" + ((text.length() > MAX_SHOWN) ? text.substring(0, MAX_SHOWN) + "…" : text) + "'"
						+ type;
			}
		};
	}

}
