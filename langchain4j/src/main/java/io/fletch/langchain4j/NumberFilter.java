package io.fletch.langchain4j;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operator;

/**
 * Conditions on metadata that are numbers. As in LangChain4j, numbers of all types are
 * compared by the decimals that they are written as. What the numbers in the store must
 * be for that is worked out here, so that the store compares numbers.
 *
 * @param integer the whole number of a key in a row
 * @param decimal the floating-point number of a key in a row
 */
record NumberFilter(Expression integer, Expression decimal) {

	private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);

	private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

	static NumberFilter of(String key) {
		return new NumberFilter(Expression.column(StoredSegment.INTEGERS).element(key),
				Expression.column(StoredSegment.DECIMALS).element(key));
	}

	/**
	 * Returns a condition, never unknown, that is false where there is no number.
	 * @param operator how to compare
	 * @param number an Integer, Long, Float or Double
	 */
	Expression compare(Operator operator, Number number) {
		double value = number.doubleValue();
		if (Double.isNaN(value)) {
			return Expression.value(false);
		}
		return Double.isInfinite(value) ? infinite(operator, value) : finite(operator, decimal(number));
	}

	/**
	 * Returns the number as it is written.
	 */
	static BigDecimal decimal(Number number) {
		return new BigDecimal(number.toString());
	}

	/**
	 * Returns the whole number that equals a number, if there is one.
	 */
	static boolean isInteger(BigDecimal number) {
		return number.stripTrailingZeros().scale() <= 0 && number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0;
	}

	/**
	 * Says how the double that is nearest to a number compares with it.
	 */
	static int nearest(BigDecimal number) {
		return new BigDecimal(Double.toString(number.doubleValue())).compareTo(number);
	}

	private Expression infinite(Operator operator, double value) {
		boolean everyInteger = (value > 0) ? isBelow(operator) : isAbove(operator);
		Expression decimals = number(operator, this.decimal, value);
		return everyInteger ? this.integer.isNotNull().or(decimals) : decimals;
	}

	private Expression finite(Operator operator, BigDecimal number) {
		return integers(operator, number).or(decimals(operator, number));
	}

	private Expression integers(Operator operator, BigDecimal number) {
		return switch (operator) {
			case EQ -> isInteger(number) ? this.integer.eq(number.longValueExact()).isTrue() : Expression.value(false);
			case GT -> atLeast(number.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE));
			case GE -> atLeast(number.setScale(0, RoundingMode.CEILING));
			case LT -> atMost(number.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE));
			case LE -> atMost(number.setScale(0, RoundingMode.FLOOR));
			case NE -> throw new IllegalArgumentException("is made of EQ");
		};
	}

	private Expression atLeast(BigDecimal least) {
		return (least.compareTo(MOST) > 0) ? Expression.value(false)
				: this.integer.ge(least.max(LEAST).longValueExact()).isTrue();
	}

	private Expression atMost(BigDecimal most) {
		return (most.compareTo(LEAST) < 0) ? Expression.value(false)
				: this.integer.le(most.min(MOST).longValueExact()).isTrue();
	}

	/**
	 * The nearest double may lie on the other side of the number.
	 */
	private Expression decimals(Operator operator, BigDecimal number) {
		double value = number.doubleValue();
		int order = nearest(number);
		return switch (operator) {
			case EQ -> (order == 0) ? number(Operator.EQ, this.decimal, value) : Expression.value(false);
			case GT -> number((order > 0) ? Operator.GE : Operator.GT, this.decimal, value);
			case GE -> number((order >= 0) ? Operator.GE : Operator.GT, this.decimal, value);
			case LT -> number((order < 0) ? Operator.LE : Operator.LT, this.decimal, value);
			case LE -> number((order <= 0) ? Operator.LE : Operator.LT, this.decimal, value);
			case NE -> throw new IllegalArgumentException("is made of EQ");
		};
	}

	/**
	 * Compares floating-point numbers, of which NaN, unlike in the store, fulfils
	 * nothing.
	 */
	private static Expression number(Operator operator, Expression decimal, double value) {
		Expression compared = new Expression.Comparison(decimal, operator, Expression.value(value));
		return (isAbove(operator) ? compared.and(decimal.le(Double.POSITIVE_INFINITY)) : compared).isTrue();
	}

	private static boolean isAbove(Operator operator) {
		return operator == Operator.GT || operator == Operator.GE;
	}

	private static boolean isBelow(Operator operator) {
		return operator == Operator.LT || operator == Operator.LE;
	}

}
