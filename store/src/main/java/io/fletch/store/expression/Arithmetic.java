package io.fletch.store.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.query.Expression.Operation;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Interval;

/**
 * The four operations and the remainder, on numbers and on times. Integers that overflow
 * and division by zero are errors, as in standard SQL.
 */
public final class Arithmetic {

	/** Timestamps of microseconds end a little later. */
	private static final int GREATEST_YEAR = 290_000;

	/**
	 * How many digits a quotient of decimals has more behind the point than the dividend.
	 */
	private static final int QUOTIENT_DIGITS = 4;

	private Arithmetic() {
	}

	/**
	 * Returns the type of a result.
	 * @param operation what to calculate
	 * @param left the left one
	 * @param right the right one
	 * @return the type of the result
	 * @throws IllegalArgumentException if the operation does not fit the types
	 */
	public static Field type(Operation operation, Field left, Field right) {
		Kind leftKind = Kind.of(left.getType());
		Kind rightKind = Kind.of(right.getType());
		boolean nullable = left.isNullable() || right.isNullable();
		if (leftKind == Kind.NULL || rightKind == Kind.NULL) {
			return FieldTypes.named("", (leftKind == Kind.NULL) ? right : left, true);
		}
		if (leftKind.isNumber() && rightKind.isNumber()) {
			return numberType(operation, left, right, nullable);
		}
		boolean adds = operation == Operation.ADD || operation == Operation.SUBTRACT;
		if (adds && leftKind.isPointInTime() && isSpan(rightKind)
				|| operation == Operation.ADD && isSpan(leftKind) && rightKind.isPointInTime()) {
			Field moment = leftKind.isPointInTime() ? left : right;
			boolean clock = leftKind == Kind.DURATION || rightKind == Kind.DURATION;
			return (clock && Kind.of(moment.getType()) == Kind.DATE) ? FieldTypes.of(FieldTypes.DATETIME, nullable)
					: FieldTypes.named("", moment, nullable);
		}
		if (operation == Operation.SUBTRACT && leftKind == rightKind && leftKind.isPointInTime()) {
			return FieldTypes.of((leftKind == Kind.DATE) ? FieldTypes.INT64 : FieldTypes.DURATION, nullable);
		}
		if (adds && leftKind == rightKind && isSpan(leftKind)) {
			return FieldTypes.named("", left, nullable);
		}
		throw new IllegalArgumentException("it cannot calculate " + FieldTypes.label(left) + " "
				+ ExpressionSql.symbol(operation) + " " + FieldTypes.label(right));
	}

	private static boolean isSpan(Kind kind) {
		return kind == Kind.INTERVAL || kind == Kind.DURATION;
	}

	private static Field numberType(Operation operation, Field left, Field right, boolean nullable) {
		Kind leftKind = Kind.of(left.getType());
		Kind rightKind = Kind.of(right.getType());
		if (leftKind == Kind.FLOAT || rightKind == Kind.FLOAT) {
			return FieldTypes.of(FieldTypes.FLOAT64, nullable);
		}
		if (leftKind == Kind.INTEGER && rightKind == Kind.INTEGER) {
			return FieldTypes.of(FieldTypes.INT64, nullable);
		}
		ArrowType.Decimal a = FieldTypes.digits(left);
		ArrowType.Decimal b = FieldTypes.digits(right);
		int scale = Math.max(a.getScale(), b.getScale());
		int whole = Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale());
		return switch (operation) {
			case ADD, SUBTRACT -> FieldTypes.decimal(whole + scale + 1, scale, nullable);
			case REMAINDER -> FieldTypes.decimal(whole + scale, scale, nullable);
			case MULTIPLY ->
				FieldTypes.decimal(a.getPrecision() + b.getPrecision(), a.getScale() + b.getScale(), nullable);
			case DIVIDE -> FieldTypes.decimal(FieldTypes.MAX_DIGITS,
					Math.min(FieldTypes.MAX_DIGITS, a.getScale() + QUOTIENT_DIGITS), nullable);
		};
	}

	/**
	 * Calculates.
	 * @param operation what to calculate
	 * @param left the left one
	 * @param right the right one
	 * @return the result
	 * @throws ArithmeticException if the result is too large, or by division by zero
	 */
	public static Object apply(Operation operation, Object left, Object right) {
		if (left instanceof Long a && right instanceof Long b) {
			return integers(operation, a, b);
		}
		if (left instanceof Number a && right instanceof Number b) {
			return (a instanceof Double || b instanceof Double)
					? (Object) reals(operation, a.doubleValue(), b.doubleValue())
					: decimals(operation, Values.decimal(a), Values.decimal(b));
		}
		return (operation == Operation.ADD) ? sum(left, right) : difference(left, right);
	}

	public static long integers(Operation operation, long left, long right) {
		return switch (operation) {
			case ADD -> Math.addExact(left, right);
			case SUBTRACT -> Math.subtractExact(left, right);
			case MULTIPLY -> Math.multiplyExact(left, right);
			case DIVIDE -> Math.divideExact(left, requireNotZero(right));
			case REMAINDER -> left % requireNotZero(right);
		};
	}

	private static long requireNotZero(long divisor) {
		if (divisor == 0) {
			throw new ArithmeticException("division by zero");
		}
		return divisor;
	}

	public static double reals(Operation operation, double left, double right) {
		if (right == 0 && (operation == Operation.DIVIDE || operation == Operation.REMAINDER)) {
			throw new ArithmeticException("division by zero");
		}
		return switch (operation) {
			case ADD -> left + right;
			case SUBTRACT -> left - right;
			case MULTIPLY -> left * right;
			case DIVIDE -> left / right;
			case REMAINDER -> left % right;
		};
	}

	private static BigDecimal decimals(Operation operation, BigDecimal left, BigDecimal right) {
		if (right.signum() == 0 && (operation == Operation.DIVIDE || operation == Operation.REMAINDER)) {
			throw new ArithmeticException("division by zero");
		}
		BigDecimal result = switch (operation) {
			case ADD -> left.add(right);
			case SUBTRACT -> left.subtract(right);
			case MULTIPLY -> left.multiply(right);
			case DIVIDE -> left.divide(right, Math.min(FieldTypes.MAX_DIGITS, left.scale() + QUOTIENT_DIGITS),
					RoundingMode.HALF_UP);
			case REMAINDER -> left.remainder(right);
		};
		if (result.precision() - result.scale() > FieldTypes.MAX_DIGITS) {
			throw new ArithmeticException("more than " + FieldTypes.MAX_DIGITS + " digits");
		}
		return result;
	}

	private static Object sum(Object left, Object right) {
		return switch (right) {
			case Interval interval when left instanceof Interval other -> other.plus(interval);
			case Interval interval -> shifted(left, interval);
			case Duration duration when left instanceof Duration other -> other.plus(duration);
			case Duration duration -> shifted(left, new Interval(0, 0, duration.toNanos()));
			default -> sum(right, left);
		};
	}

	private static Object difference(Object left, Object right) {
		return switch (right) {
			case Interval interval -> sum(left, interval.negated());
			case Duration duration -> sum(left, duration.negated());
			case LocalDate date -> ((LocalDate) left).toEpochDay() - date.toEpochDay();
			case Instant instant -> Duration.between(instant, (Instant) left);
			case LocalDateTime time -> Duration.between(time, (LocalDateTime) left);
			default -> throw new IllegalStateException("Values that the checker lets nobody subtract: " + right);
		};
	}

	private static LocalDate held(LocalDate date) {
		if ((int) date.toEpochDay() != date.toEpochDay()) {
			throw new ArithmeticException("the year " + date.getYear() + " is beyond what a date holds");
		}
		return date;
	}

	private static LocalDateTime held(LocalDateTime time) {
		if (Math.abs(time.getYear()) > GREATEST_YEAR) {
			throw new ArithmeticException("the year " + time.getYear() + " is beyond what a timestamp holds");
		}
		return time;
	}

	private static Object shifted(Object moment, Interval interval) {
		return switch (moment) {
			case LocalDate date when interval.nanos() == 0 ->
				held(date.plusMonths(interval.months()).plusDays(interval.days()));
			case LocalDate date -> shifted(date.atStartOfDay(), interval);
			case LocalDateTime time ->
				held(time.plusMonths(interval.months()).plusDays(interval.days()).plusNanos(interval.nanos()));
			case Instant instant ->
				((LocalDateTime) shifted(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), interval))
					.toInstant(ZoneOffset.UTC);
			default -> throw new IllegalStateException("No point in time: " + moment);
		};
	}

}
