package io.fletch.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.ingest.VectorRepair;

/**
 * What gives a column of one schema its new values.
 */
final class UpdateColumn {

	private static final int MAX_SHOWN = 60;

	/** The id of no row, as the value is that of all rows. */
	private static final long NO_ROW = -1;

	private final int position;

	private final Field field;

	private final ColumnType type;

	private final @Nullable ExpressionEvaluator evaluator;

	private final @Nullable Object constant;

	private UpdateColumn(Schema schema, int position, Update.Assignment assignment) {
		this.position = position;
		this.field = schema.getFields().get(position);
		this.type = ColumnType.of(this.field);
		SqlText expression = assignment.expression();
		this.evaluator = (expression != null) ? new ExpressionEvaluator(schema,
				ExpressionParser.parse(expression.sql(), expression.parameters(), schema)) : null;
		this.constant = (expression != null) ? null : fitting(assignment.value(), NO_ROW);
	}

	static UpdateColumn of(Schema schema, Update.Assignment assignment) {
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		int position = names.indexOf(assignment.column());
		if (position < 0) {
			throw new InvalidInputException("The update gives a value to '" + assignment.column()
					+ "', which is not a column of the table; its columns are " + names);
		}
		ComputedColumns.requireNotComputed(schema.getFields().get(position));
		return new UpdateColumn(schema, position, assignment);
	}

	int position() {
		return this.position;
	}

	Field field() {
		return this.field;
	}

	/**
	 * Returns the new value of each selected row, one after the other.
	 * @param rowIds the ids of the selected rows, for messages
	 */
	@Nullable Object[] values(RowBatch rows, BitSet selected, long[] rowIds) {
		@Nullable Object[] values = new @Nullable Object[rowIds.length];
		if (this.evaluator == null) {
			Arrays.fill(values, this.constant);
			return values;
		}
		@Nullable Object[] results = this.evaluator.values(rows, selected);
		for (int i = 0; i < values.length; i++) {
			values[i] = fitting(results[i], rowIds[i]);
		}
		return values;
	}

	private @Nullable Object fitting(@Nullable Object value, long rowId) {
		if (value == null) {
			requireNullable(this.field);
			return null;
		}
		Object fitting = this.type.coerce(value);
		if (fitting == null) {
			String row = (rowId >= 0) ? "the row with the id " + rowId + " in " : "";
			String fault = VectorRepair.fault(this.field, value);
			throw new InvalidInputException("The update gives " + row + "the column '" + this.field.getName() + "' "
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

	static void requireNullable(Field field) {
		if (!field.isNullable()) {
			throw new InvalidInputException("The column '" + field.getName()
					+ "' cannot be null, but a row would have null there; give it a value");
		}
	}

}
