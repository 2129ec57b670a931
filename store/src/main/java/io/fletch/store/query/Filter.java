package io.fletch.store.query;

/**
 * A condition on rows. It is true, false or unknown for a row, by the rules of SQL; only
 * rows for which it is true pass.
 *
 * @param condition an expression with a boolean result, checked against the schema of the
 * rows
 */
public record Filter(Expression condition) {

	/**
	 * Joins two conditions.
	 * @param other another condition on the same rows
	 * @return the condition that is true where both are
	 */
	public Filter and(Filter other) {
		return new Filter(new Expression.And(this.condition, other.condition));
	}

}
