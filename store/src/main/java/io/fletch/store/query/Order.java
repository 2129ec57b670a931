package io.fletch.store.query;

import java.util.Objects;

/**
 * What rows are sorted by. Null stands last, in falling order too, unless it is put
 * first.
 *
 * @param expression a column, or an expression in SQL; {@code _distance}, {@code _score}
 * and {@code _rowid} are those of the row
 * @param isAscending whether small values stand first
 * @param nullsFirst whether null stands first
 */
public record Order(String expression, boolean isAscending, boolean nullsFirst) {

	public Order {
		Objects.requireNonNull(expression, "expression");
	}

	/**
	 * Sorts small values first, and null last.
	 * @param expression a column, or an expression in SQL
	 * @return the order
	 */
	public static Order ascending(String expression) {
		return new Order(expression, true, false);
	}

	/**
	 * Sorts large values first, and null last.
	 * @param expression a column, or an expression in SQL
	 * @return the order
	 */
	public static Order descending(String expression) {
		return new Order(expression, false, false);
	}

	/**
	 * Puts null first.
	 * @return the order that differs in that
	 */
	public Order withNullsFirst() {
		return new Order(this.expression, this.isAscending, true);
	}

	/**
	 * Returns the order as in SQL.
	 * @return for example {@code year DESC NULLS FIRST}
	 */
	@Override
	public String toString() {
		return this.expression + (this.isAscending ? "" : " DESC") + (this.nullsFirst ? " NULLS FIRST" : "");
	}

}
