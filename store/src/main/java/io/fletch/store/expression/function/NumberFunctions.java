package io.fletch.store.expression.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Arithmetic;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.function.FunctionDefinition.Parameter;
import io.fletch.store.expression.function.FunctionDefinition.Trait;
import io.fletch.store.query.Expression.Operation;

/**
 * Functions on numbers.
 */
final class NumberFunctions {

	private NumberFunctions() {
	}

	static List<FunctionDefinition> definitions() {
		return List.of(FunctionDefinition.of("abs", NumberFunctions::widened, NumberFunctions::abs, Parameter.NUMBER),
				FunctionDefinition.of("negative", NumberFunctions::widened, NumberFunctions::negative,
						Parameter.NUMBER),
				FunctionDefinition.of("positive", NumberFunctions::widened, (a) -> a[0], Parameter.NUMBER),
				FunctionDefinition.of("sign", FunctionDefinition.type(FieldTypes.INT64), NumberFunctions::sign,
						Parameter.NUMBER),
				FunctionDefinition
					.of("round", NumberFunctions::widened, NumberFunctions::round, Parameter.NUMBER, Parameter.INTEGER)
					.requiring(1),
				FunctionDefinition.of("floor", NumberFunctions::widened,
						(a) -> rounded(number(a[0]), 0, RoundingMode.FLOOR), Parameter.NUMBER),
				FunctionDefinition.of("ceil", NumberFunctions::widened,
						(a) -> rounded(number(a[0]), 0, RoundingMode.CEILING), Parameter.NUMBER),
				real("sqrt", NumberFunctions::squareRoot), real("exp", NumberFunctions::exponential),
				real("ln", NumberFunctions::logarithm), real("log10", (value) -> Math.log10(requirePositive(value))),
				FunctionDefinition.of("power", FunctionDefinition.type(FieldTypes.FLOAT64),
						(a) -> power(number(a[0]).doubleValue(), number(a[1]).doubleValue()), Parameter.NUMBER,
						Parameter.NUMBER),
				FunctionDefinition.of("mod", NumberFunctions::remainderType,
						(a) -> Arithmetic.apply(Operation.REMAINDER, number(a[0]), number(a[1])), Parameter.NUMBER,
						Parameter.NUMBER),
				FunctionDefinition.of("isnan", FunctionDefinition.type(FieldTypes.BOOL),
						(a) -> Double.isNaN(number(a[0]).doubleValue()), Parameter.NUMBER),
				FunctionDefinition.of("greatest", NullRules::coalesced, (a) -> extreme(a, 1), Parameter.ORDERED)
					.with(Trait.TAKES_NULL, Trait.VARIADIC),
				FunctionDefinition.of("least", NullRules::coalesced, (a) -> extreme(a, -1), Parameter.ORDERED)
					.with(Trait.TAKES_NULL, Trait.VARIADIC));
	}

	private static FunctionDefinition real(String name, DoubleUnaryOperator function) {
		return FunctionDefinition.of(name, FunctionDefinition.type(FieldTypes.FLOAT64),
				(a) -> function.applyAsDouble(number(a[0]).doubleValue()), Parameter.NUMBER);
	}

	private static Number number(@Nullable Object value) {
		return (Number) Objects.requireNonNull(value);
	}

	private static Field widened(List<Field> arguments) {
		Field field = arguments.getFirst();
		return switch (Kind.of(field.getType())) {
			case FLOAT -> FieldTypes.of(FieldTypes.FLOAT64, false);
			case DECIMAL -> {
				ArrowType.Decimal digits = FieldTypes.digits(field);
				yield FieldTypes.decimal(digits.getPrecision() + 1, digits.getScale(), false);
			}
			default -> FieldTypes.of(FieldTypes.INT64, false);
		};
	}

	private static Field remainderType(List<Field> arguments) {
		return Arithmetic.type(Operation.REMAINDER, arguments.get(0), arguments.get(1));
	}

	private static Object abs(@Nullable Object[] arguments) {
		return switch (number(arguments[0])) {
			case Long number -> Math.absExact(number);
			case BigDecimal number -> number.abs();
			case Number number -> Math.abs(number.doubleValue());
		};
	}

	private static Object negative(@Nullable Object[] arguments) {
		return switch (number(arguments[0])) {
			case Long number -> Math.negateExact(number);
			case BigDecimal number -> number.negate();
			case Number number -> -number.doubleValue();
		};
	}

	private static Object sign(@Nullable Object[] arguments) {
		return (long) Integer.signum(Values.compare(number(arguments[0]), 0L));
	}

	private static Object round(@Nullable Object[] arguments) {
		int scale = (arguments.length > 1) ? (int) Math.clamp((Long) number(arguments[1]), -400, 400) : 0;
		return rounded(number(arguments[0]), scale, RoundingMode.HALF_UP);
	}

	private static Object rounded(Number number, int scale, RoundingMode mode) {
		return switch (number) {
			case Long integer ->
				(scale >= 0) ? integer : BigDecimal.valueOf(integer).setScale(scale, mode).longValueExact();
			case BigDecimal decimal ->
				(scale < decimal.scale()) ? decimal.setScale(scale, mode).setScale(decimal.scale()) : decimal;
			case Number real when Double.isFinite(real.doubleValue()) ->
				BigDecimal.valueOf(real.doubleValue()).setScale(scale, mode).doubleValue();
			case Number real -> real.doubleValue();
		};
	}

	private static double squareRoot(double value) {
		if (value < 0) {
			throw new IllegalArgumentException("the square root of the negative number " + value + " was asked for");
		}
		return Math.sqrt(value);
	}

	private static double logarithm(double value) {
		return Math.log(requirePositive(value));
	}

	private static double exponential(double value) {
		double result = Math.exp(value);
		if (Double.isInfinite(result) && Double.isFinite(value)) {
			throw new ArithmeticException("exp(" + value + ") is too large for float64");
		}
		return result;
	}

	private static double power(double base, double exponent) {
		double result = Math.pow(base, exponent);
		if (!Double.isFinite(result) && Double.isFinite(base) && Double.isFinite(exponent)) {
			throw new ArithmeticException("power(" + base + ", " + exponent + ") is " + ((base == 0)
					? "a division by zero" : Double.isNaN(result) ? "no real number" : "too large for float64"));
		}
		return result;
	}

	private static double requirePositive(double value) {
		if (value <= 0) {
			throw new IllegalArgumentException("the logarithm of " + value + " was asked for, which is not positive");
		}
		return value;
	}

	private static @Nullable Object extreme(@Nullable Object[] arguments, int direction) {
		Object best = null;
		for (Object argument : arguments) {
			if (argument != null && (best == null || Values.compare(argument, best) * direction > 0)) {
				best = argument;
			}
		}
		return best;
	}

}
