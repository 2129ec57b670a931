package io.fletch.data;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;

/**
 * A condition on a component, that is to be completed. For all that is not here there is
 * {@link FletchQuery#where(Expression)}.
 *
 * @param <T> the type of the records
 * @param <V> the type of the component
 */
public final class FletchCriteria<T extends Record, V extends @Nullable Object> {

	private final FletchQuery<T> query;

	private final Expression column;

	FletchCriteria(FletchQuery<T> query, Expression column) {
		this.query = query;
		this.column = column;
	}

	/**
	 * The component equals a value.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> is(V value) {
		return this.query.where((value != null) ? this.column.eq(value) : this.column.isNull());
	}

	/**
	 * The component differs from a value, and is not null.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> isNot(V value) {
		return this.query.where((value != null) ? this.column.ne(value) : this.column.isNotNull());
	}

	/**
	 * The component is one of some values.
	 * @param values the values
	 * @return a query with this condition
	 */
	public FletchQuery<T> in(Collection<? extends V> values) {
		return this.query.where(this.column.in(values));
	}

	/**
	 * The component is less than a value.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> lessThan(V value) {
		return this.query.where(this.column.lt(value));
	}

	/**
	 * The component is at most a value.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> atMost(V value) {
		return this.query.where(this.column.le(value));
	}

	/**
	 * The component is greater than a value.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> greaterThan(V value) {
		return this.query.where(this.column.gt(value));
	}

	/**
	 * The component is at least a value.
	 * @param value the value
	 * @return a query with this condition
	 */
	public FletchQuery<T> atLeast(V value) {
		return this.query.where(this.column.ge(value));
	}

	/**
	 * The component is null.
	 * @return a query with this condition
	 */
	public FletchQuery<T> isNull() {
		return this.query.where(this.column.isNull());
	}

	/**
	 * The component is not null.
	 * @return a query with this condition
	 */
	public FletchQuery<T> isNotNull() {
		return this.query.where(this.column.isNotNull());
	}

}
