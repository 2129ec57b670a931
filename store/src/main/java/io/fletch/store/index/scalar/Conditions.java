package io.fletch.store.index.scalar;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;

/**
 * Finds where conditions over one column are true and false, with the three truth values
 * of SQL.
 *
 * @param <S> how sets of rows are kept
 */
abstract class Conditions<S> {

	private final Expression.Column column;

	Conditions(Expression.Column column) {
		this.column = column;
	}

	abstract S none();

	abstract S all();

	abstract S nulls();

	abstract S and(S left, S right);

	abstract S or(S left, S right);

	abstract S minus(S left, S right);

	/**
	 * Answers a condition that is not made of others.
	 */
	abstract @Nullable Truth<S> leaf(Expression condition);

	/**
	 * Returns how many rows a set has.
	 */
	abstract long count(S rows);

	final boolean isColumn(Expression expression) {
		return expression.equals(this.column);
	}

	/**
	 * Returns where a condition is true and false, or {@code null} if the index does not
	 * know.
	 */
	final @Nullable Truth<S> truth(Expression condition) {
		return switch (condition) {
			case Expression.And and -> joined(truth(and.left()), and.right(), true);
			case Expression.Or or -> joined(truth(or.left()), or.right(), false);
			case Expression.Not not -> {
				Truth<S> operand = truth(not.operand());
				yield (operand != null) ? operand.not() : null;
			}
			case Expression.Is is -> is(truth(is.operand()), is.value());
			case Expression.IsNull isNull when isColumn(isNull.operand()) ->
				new Truth<>(nulls(), minus(all(), nulls()));
			case Expression.IsNull isNull -> isUnknown(truth(isNull.operand()));
			case Expression.Call call when call.function().equals("is_unknown") ->
				isUnknown(truth(call.arguments().getFirst()));
			case Expression.Literal(Boolean value) -> (value) ? new Truth<>(all(), none()) : new Truth<>(none(), all());
			default -> leaf(condition);
		};
	}

	private @Nullable Truth<S> joined(@Nullable Truth<S> left, Expression other, boolean both) {
		Truth<S> right = (left != null) ? truth(other) : null;
		if (left == null || right == null) {
			return null;
		}
		return both ? new Truth<>(and(left.isTrue(), right.isTrue()), or(left.isFalse(), right.isFalse()))
				: new Truth<>(or(left.isTrue(), right.isTrue()), and(left.isFalse(), right.isFalse()));
	}

	private @Nullable Truth<S> is(@Nullable Truth<S> operand, boolean value) {
		if (operand == null) {
			return null;
		}
		S wanted = value ? operand.isTrue() : operand.isFalse();
		return new Truth<>(wanted, minus(all(), wanted));
	}

	private @Nullable Truth<S> isUnknown(@Nullable Truth<S> operand) {
		if (operand == null) {
			return null;
		}
		S known = or(operand.isTrue(), operand.isFalse());
		return new Truth<>(minus(all(), known), known);
	}

	final Truth<S> unknown() {
		return new Truth<>(none(), none());
	}

}
