package io.fletch.store.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Values;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;

/**
 * An order of rows: by the values of expressions, then by the ids that users see.
 */
public final class RowOrder {

	private final List<Key> keys;

	private final List<ExpressionEvaluator> evaluators;

	/**
	 * Makes an order ready.
	 * @param schema the columns of the rows
	 * @param keys what they are sorted by
	 */
	public RowOrder(Schema schema, List<Key> keys) {
		this.keys = keys;
		this.evaluators = keys.stream().map((key) -> new ExpressionEvaluator(schema, key.expression())).toList();
	}

	/**
	 * Returns the columns whose values are compared.
	 * @return their names
	 */
	public Set<String> columns() {
		Set<String> columns = new TreeSet<>();
		this.keys.forEach((key) -> columns.addAll(ExpressionParser.columns(key.expression())));
		return columns;
	}

	/**
	 * Returns what a row is sorted by.
	 * @param row the values of the row in the order of the schema's fields
	 * @param rowId the id of the row, as users see it
	 * @return the values of the expressions
	 */
	public @Nullable Object[] keys(@Nullable Object[] row, long rowId) {
		@Nullable Object[] values = new @Nullable Object[this.keys.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.evaluators.get(i).key(row, rowId);
		}
		return values;
	}

	List<ExpressionEvaluator> evaluators() {
		return this.evaluators;
	}

	/**
	 * Returns the order.
	 * @return compares rows
	 */
	public Comparator<Place> comparator() {
		return (left, right) -> {
			for (int i = 0; i < this.keys.size(); i++) {
				int order = compare(i, left.keys()[i], right.keys()[i]);
				if (order != 0) {
					return order;
				}
			}
			return Long.compare(left.origin(), right.origin());
		};
	}

	/**
	 * Compares what two rows have for one expression.
	 */
	int compare(int key, @Nullable Object left, @Nullable Object right) {
		Key by = this.keys.get(key);
		if (left == null || right == null) {
			int nulls = Boolean.compare(left == null, right == null);
			return (by.nullsFirst()) ? -nulls : nulls;
		}
		int order = Values.compare(left, right);
		return (by.isAscending()) ? order : -order;
	}

	/**
	 * What rows are sorted by.
	 *
	 * @param expression the expression, checked against the schema
	 * @param isAscending whether small values stand first
	 * @param nullsFirst whether null stands first
	 */
	public record Key(Expression expression, boolean isAscending, boolean nullsFirst) {
	}

	/**
	 * Where a row stands.
	 *
	 * @param keys the values of the expressions
	 * @param origin the id of the row, as users see it
	 * @param rowId the id under which it is stored
	 */
	public record Place(@Nullable Object[] keys, long origin, long rowId) {
	}

}
