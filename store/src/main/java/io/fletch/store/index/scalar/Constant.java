package io.fletch.store.index.scalar;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Arithmetic;
import io.fletch.store.expression.Casts;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.query.Expression;

/**
 * A value that no row changes.
 *
 * @param value the value in the form of its {@link Kind}
 */
record Constant(@Nullable Object value) {

	/**
	 * Computes an expression, or returns {@code null} if it is no constant, or none that
	 * is the same at any time, or an error.
	 */
	static @Nullable Constant of(Expression expression) {
		try {
			return switch (expression) {
				case Expression.Literal literal -> new Constant(literal.value());
				case Expression.Cast cast when !cast.orNull() -> cast(cast);
				case Expression.Arithmetic arithmetic -> calculated(arithmetic);
				case Expression.Call call when call.function().equals("array") -> list(call.arguments());
				default -> null;
			};
		}
		catch (ArithmeticException | IllegalArgumentException ex) {
			// The evaluator reports it, if there is a row to evaluate.
			return null;
		}
	}

	private static @Nullable Constant cast(Expression.Cast cast) {
		Constant operand = of(cast.operand());
		return (operand == null || operand.value == null) ? operand
				: new Constant(Casts.cast(operand.value, cast.type()));
	}

	private static @Nullable Constant calculated(Expression.Arithmetic arithmetic) {
		Constant left = of(arithmetic.left());
		Constant right = of(arithmetic.right());
		if (left == null || right == null) {
			return null;
		}
		return (left.value == null || right.value == null) ? new Constant(null)
				: new Constant(Arithmetic.apply(arithmetic.operation(), left.value, right.value));
	}

	private static @Nullable Constant list(List<Expression> elements) {
		List<@Nullable Object> list = new ArrayList<>();
		for (Expression element : elements) {
			Constant constant = of(element);
			if (constant == null) {
				return null;
			}
			list.add(constant.value);
		}
		return new Constant(list);
	}

	static boolean isComparable(Object value, Kind kind) {
		Kind other = Kind.of(FieldTypes.ofValue(value).getType());
		return kind == other || kind.isNumber() && other.isNumber();
	}

}
