package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Order;
import io.fletch.store.scan.RowOrder;

/**
 * The order of the rows, and where in it they begin.
 *
 * @param orders what rows are sorted by, as it was given
 * @param keys the same, checked
 * @param isPaged whether rows are given page by page, each behind the last of the page
 * before
 * @param after the row behind which they begin, or {@code null} for the first page
 */
record Sorting(List<Order> orders, List<RowOrder.Key> keys, boolean isPaged, @Nullable Cursor after) {

	static final Sorting NONE = new Sorting(List.of(), List.of(), false, null);

	/**
	 * Sorts by expressions.
	 * @param columns the columns of what is found
	 */
	Sorting by(List<Order> given, Schema columns) {
		List<RowOrder.Key> checked = new ArrayList<>();
		for (Order order : given) {
			Expression expression = ExpressionParser.parse(order.expression(), Map.of(), columns);
			requireOrder(order, ExpressionParser.resultField(expression, columns, "key"));
			checked.add(new RowOrder.Key(expression, order.isAscending(), order.nullsFirst()));
		}
		return new Sorting(List.copyOf(given), checked, this.isPaged, this.after);
	}

	private static void requireOrder(Order order, Field field) {
		switch (Kind.of(field.getType())) {
			case LIST, STRUCT, MAP, OTHER, INTERVAL, NULL ->
				throw new InvalidInputException("Rows cannot be sorted by '" + order.expression() + "', whose type "
						+ FieldTypes.label(field) + " has no order; sort by a number, a text, a date or a boolean");
			default -> {
			}
		}
	}

	Sorting paged(@Nullable Cursor last) {
		return new Sorting(this.orders, this.keys, true, last);
	}

	/**
	 * Tells whether rows of a scan are sorted, and not in the order of adding.
	 */
	boolean isNeeded() {
		return this.isPaged || !this.keys.isEmpty();
	}

	RowOrder order(Schema columns) {
		return new RowOrder(columns, this.keys);
	}

}
