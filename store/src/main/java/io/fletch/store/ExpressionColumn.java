package io.fletch.store;

import java.util.Map;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

/**
 * A new column whose values an expression gives.
 */
final class ExpressionColumn implements AddColumns.Source {

	private final String sql;

	ExpressionColumn(String sql) {
		this.sql = sql;
	}

	@Override
	public AddColumns.Values on(Schema present, String name) {
		Expression expression = ExpressionParser.parse(this.sql, Map.of(), present);
		ExpressionEvaluator evaluator = new ExpressionEvaluator(present, expression);
		Field field = ExpressionParser.resultField(expression, present, name);
		return new AddColumns.Values(field, (batch, deleted) -> values(evaluator, field, batch, deleted));
	}

	/**
	 * Computes the values of all rows that are not deleted. A deleted row must not make
	 * the whole fail.
	 */
	static @Nullable Object[] values(ExpressionEvaluator evaluator, Field field, RowBatch batch, IntPredicate deleted) {
		return new ColumnValues(field).fitting(computed(evaluator, batch, deleted), "The expression", deleted);
	}

	private static @Nullable Object[] computed(ExpressionEvaluator evaluator, RowBatch batch, IntPredicate deleted) {
		try {
			return evaluator.values(batch);
		}
		catch (InvalidInputException ex) {
			@Nullable Object[] values = new @Nullable Object[batch.rowCount()];
			for (int row = 0; row < values.length; row++) {
				values[row] = deleted.test(row) ? null : evaluator.value(batch.row(row));
			}
			return values;
		}
	}

}
