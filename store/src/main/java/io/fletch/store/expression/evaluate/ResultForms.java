package io.fletch.store.expression.evaluate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.expression.parse.ExpressionChecker;
import io.fletch.store.expression.parse.ParsedText;
import io.fletch.store.query.Expression;

/**
 * Results in the Java forms in which columns of their type take and give values.
 */
final class ResultForms {

	private ResultForms() {
	}

	/**
	 * Returns the type of a result, or {@code null} if it comes in the right form.
	 */
	static @Nullable Field needed(Schema schema, Expression expression) {
		Field field = new ExpressionChecker(schema, ParsedText.untexted(expression), Map.of()).check(expression)
			.field();
		return switch (Kind.of(field.getType())) {
			case INTEGER, FLOAT, DECIMAL, LIST -> field;
			default -> null;
		};
	}

	static @Nullable Object of(@Nullable Field field, @Nullable Object value) {
		if (field == null || value == null) {
			return value;
		}
		return switch (field.getType()) {
			case ArrowType.Int type when type.getBitWidth() < 32 || type.getBitWidth() == 32 && type.getIsSigned() ->
				(value instanceof Long number) ? (Object) number.intValue() : value;
			case ArrowType.Int type when type.getBitWidth() == 64 && !type.getIsSigned() ->
				(value instanceof BigDecimal number) ? number.toBigInteger() : value;
			case ArrowType.FloatingPoint type when type.getPrecision() != FloatingPointPrecision.DOUBLE ->
				(value instanceof Double number) ? (Object) number.floatValue() : value;
			case ArrowType.FloatingPoint type ->
				(value instanceof Number number) ? (Object) number.doubleValue() : value;
			case ArrowType.FixedSizeList type -> vector(field, value);
			case ArrowType.List type -> list(field, value);
			default -> value;
		};
	}

	private static Object vector(Field field, Object value) {
		ArrowType element = field.getChildren().get(0).getType();
		if (!(element instanceof ArrowType.FloatingPoint real) || value instanceof float[]
				|| value instanceof double[]) {
			return value;
		}
		List<@Nullable Object> elements = Values.list(value);
		if (elements.stream().anyMatch((number) -> number == null)) {
			return list(field, value);
		}
		double[] numbers = elements.stream().mapToDouble((number) -> ((Number) number).doubleValue()).toArray();
		if (real.getPrecision() == FloatingPointPrecision.DOUBLE) {
			return numbers;
		}
		float[] vector = new float[numbers.length];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) numbers[i];
		}
		return vector;
	}

	private static Object list(Field field, Object value) {
		List<@Nullable Object> list = new ArrayList<>();
		Values.list(value).forEach((element) -> list.add(of(field.getChildren().get(0), element)));
		return list;
	}

}
