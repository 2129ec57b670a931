package io.fletch.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;

/**
 * What gives a column of one schema its new values.
 */
final class UpdateColumn {

	/** The id of no row, as the value is that of all rows. */
	private static final long NO_ROW = -1;

	private final int position;

	private final Field field;

	private final ColumnValues values;

	private final @Nullable ExpressionEvaluator evaluator;

	private final @Nullable Object constant;

	private UpdateColumn(Schema schema, int position, Update.Assignment assignment) {
		this.position = position;
		this.field = schema.getFields().get(position);
		this.values = new ColumnValues(this.field);
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
		return this.values.fitting(value, "The update", (rowId >= 0) ? "the row with the id " + rowId + " in " : "");
	}

	static void requireNullable(Field field) {
		if (!field.isNullable()) {
			throw new InvalidInputException("The column '" + field.getName()
					+ "' cannot be null, but a row would have null there; give it a value");
		}
	}

}
