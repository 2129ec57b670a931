package io.fletch.store.expression.evaluate;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.function.FunctionDefinition;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operation;
import io.fletch.store.query.ExpressionSql;

/**
 * The parts of expressions that give values.
 */
final class ValueNodes {

	private ValueNodes() {
	}

	record Constant(@Nullable Object value) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			return this.value;
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			long[] none = new long[active.length];
			if (this.value == null) {
				return new Truth(none, none);
			}
			return ((Boolean) this.value) ? new Truth(active, none) : new Truth(none, active);
		}

		@Override
		public @Nullable NumberVector numbers(Rows.OfBatch rows, long[] active) {
			return NumberVector.constant(this.value, rows.count());
		}

	}

	record RowId() implements Node {

		@Override
		public Object value(Rows rows, int row) {
			return rows.rowId(row);
		}

	}

	/**
	 * A column, or a field nested in it.
	 *
	 * @param position the position of the column in the schema
	 * @param nested the names of nested fields
	 * @param field the type of the value
	 */
	record Column(int position, List<String> nested, Field field) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			Object value = rows.value(this.position, row);
			for (String name : this.nested) {
				value = (value instanceof Map<?, ?> struct) ? struct.get(name) : null;
			}
			return normal(value, this.field);
		}

		@Override
		public Truth truth(Rows.OfBatch rows, long[] active) {
			if (!this.nested.isEmpty()
					|| !(rows.batch().columns().get(this.position) instanceof ColumnReader.Bits values)) {
				return Node.super.truth(rows, active);
			}
			long[] present = BatchStatistics.of(rows.batch(), this.position, this.field).present();
			long[] isTrue = RowMask.and(present, RowMask.read(values.bits(), rows.count()));
			return new Truth(isTrue, RowMask.andNot(present, isTrue));
		}

		@Override
		public @Nullable NumberVector numbers(Rows.OfBatch rows, long[] active) {
			return this.nested.isEmpty() ? NumberVector.read(rows, this) : null;
		}

		private static @Nullable Object normal(@Nullable Object value, Field field) {
			if (value == null || !(field.getType() instanceof ArrowType.FixedSizeList)) {
				return Values.normal(value);
			}
			if (value instanceof byte[] bytes && field.getChildren().get(0).getType() instanceof ArrowType.Int integer
					&& integer.getIsSigned()) {
				List<@Nullable Object> elements = new ArrayList<>(bytes.length);
				for (byte element : bytes) {
					elements.add((long) element);
				}
				return elements;
			}
			return Values.list(value);
		}

	}

	/**
	 * A calculation.
	 *
	 * @param source the expression, for messages
	 * @param kernel computes the result
	 * @param strict whether the result is null where an argument is
	 * @param arguments the arguments
	 */
	record Calculation(Expression source, FunctionDefinition.Kernel kernel, boolean strict,
			List<Node> arguments) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			@Nullable Object[] values = new @Nullable Object[this.arguments.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.arguments.get(i).value(rows, row);
				if (this.strict && values[i] == null) {
					return null;
				}
			}
			try {
				return this.kernel.apply(values);
			}
			catch (ArithmeticException | IllegalArgumentException | DateTimeException ex) {
				throw new InvalidInputException("The expression '" + ExpressionSql.shortened(this.source)
						+ "' has no result: " + ex.getMessage() + "; exclude such rows by a condition or by CASE", ex);
			}
		}

	}

	/**
	 * A calculation with numbers that can be done for a batch at once.
	 *
	 * @param operation what to calculate
	 * @param left a value
	 * @param right a value
	 * @param plain the same calculation for single rows, which also raises the errors
	 */
	record NumberCalculation(Operation operation, Node left, Node right, Node plain) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			return this.plain.value(rows, row);
		}

		@Override
		public @Nullable NumberVector numbers(Rows.OfBatch rows, long[] active) {
			NumberVector first = this.left.numbers(rows, active);
			NumberVector second = (first != null) ? this.right.numbers(rows, active) : null;
			return (first != null && second != null) ? first.combine(this.operation, second, active) : null;
		}

	}

	record FirstPresent(List<Node> nodes) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			for (Node node : this.nodes) {
				Object value = node.value(rows, row);
				if (value != null) {
					return value;
				}
			}
			return null;
		}

	}

	record Choice(List<Node> conditions, List<Node> results, Node otherwise) implements Node {

		@Override
		public @Nullable Object value(Rows rows, int row) {
			for (int i = 0; i < this.conditions.size(); i++) {
				if (Boolean.TRUE.equals(this.conditions.get(i).value(rows, row))) {
					return this.results.get(i).value(rows, row);
				}
			}
			return this.otherwise.value(rows, row);
		}

	}

}
