package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Fills the values that a computed column lacks. Values that are there stay, even if what
 * they were computed from has changed since.
 */
final class RefreshColumn implements SchemaChange.Edit {

	private final String column;

	private int position;

	private Field field = Field.nullable("", ArrowType.Null.INSTANCE);

	private @Nullable ExpressionEvaluator evaluator;

	private long filled;

	RefreshColumn(String column) {
		this.column = column;
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		this.field = FieldPath.parse(this.column).in(latest);
		String sql = this.field.getMetadata().get(ComputedColumns.EXPRESSION);
		if (sql == null) {
			throw new InvalidInputException("The column '" + this.column
					+ "' is not computed; only columns that were added with an expression to refresh are");
		}
		Expression expression = ExpressionParser.parse(sql, Map.of(), latest);
		this.evaluator = new ExpressionEvaluator(latest, expression);
		this.position = latest.getFields().indexOf(this.field);
		this.filled = 0;
		return latest;
	}

	@Override
	public boolean readsRows() {
		return true;
	}

	@Override
	public List<String> stored() {
		return List.of(this.column);
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) {
		@Nullable Object[] computed = ExpressionColumn.values(evaluator(), this.field, batch, deleted);
		ColumnReader present = batch.columns().get(this.position);
		List<@Nullable Object[]> rows = new ArrayList<>(computed.length);
		for (int row = 0; row < computed.length; row++) {
			boolean lacking = present.isNull(row) && !deleted.test(row);
			this.filled += (lacking && computed[row] != null) ? 1 : 0;
			rows.add(new @Nullable Object[] { lacking ? computed[row] : present.get(row) });
		}
		return rows;
	}

	private ExpressionEvaluator evaluator() {
		ExpressionEvaluator made = this.evaluator;
		if (made == null) {
			throw new IllegalStateException("The schema was not looked at");
		}
		return made;
	}

	@Override
	public RowCounts rows() {
		return new RowCounts(0, this.filled, 0);
	}

}
