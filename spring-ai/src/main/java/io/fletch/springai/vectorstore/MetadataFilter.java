package io.fletch.springai.vectorstore;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter;

import io.fletch.springai.json.JsonScalar;
import io.fletch.store.query.Expression;

/**
 * A filter of Spring AI as a condition of the store. A condition is true or false for
 * every document, never unknown, so that NOT, NE and NIN give exactly the others.
 * Equality asks the labels of a document, order its metadata.
 */
final class MetadataFilter {

	private static final int DEEPEST = 500;

	/** From here on not every whole number is a double. */
	private static final BigDecimal EXACT_DOUBLES = BigDecimal.valueOf(1L << 53);

	/** As many digits as the greatest long has. */
	private static final int LONG_DIGITS = 19;

	private static final Field TIME = Field.nullable("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));

	private static final Expression LABELS = Expression.column(DocumentTable.LABELS);

	private static final Expression METADATA = Expression.column(DocumentTable.METADATA);

	private MetadataFilter() {
	}

	static Expression condition(Filter.Expression filter) {
		return condition(filter, 1);
	}

	private static Expression condition(Filter.@Nullable Operand operand, int depth) {
		if (depth > DEEPEST) {
			throw new IllegalArgumentException(
					"A filter may be nested " + DEEPEST + " deep; name alternatives of a value by IN");
		}
		return switch (operand) {
			case Filter.Group group -> condition(group.content(), depth + 1);
			case Filter.Expression expression -> condition(expression, depth);
			case null, default ->
				throw new IllegalArgumentException("A condition was expected in the filter, but not " + operand);
		};
	}

	private static Expression condition(Filter.Expression filter, int depth) {
		return switch (filter.type()) {
			case AND -> condition(filter.left(), depth + 1).and(condition(filter.right(), depth + 1));
			case OR -> condition(filter.left(), depth + 1).or(condition(filter.right(), depth + 1));
			case NOT -> condition(filter.left(), depth + 1).not();
			case EQ -> is(name(filter), value(filter));
			case NE -> is(name(filter), value(filter)).not();
			case IN -> isIn(name(filter), value(filter));
			case NIN -> isIn(name(filter), value(filter)).not();
			case ISNULL -> exists(name(filter)).not();
			case ISNOTNULL -> exists(name(filter));
			case GT -> compared(filter, Expression.Operator.GT);
			case GTE -> compared(filter, Expression.Operator.GE);
			case LT -> compared(filter, Expression.Operator.LT);
			case LTE -> compared(filter, Expression.Operator.LE);
		};
	}

	private static String name(Filter.Expression filter) {
		if (!(filter.left() instanceof Filter.Key key) || key.key() == null) {
			throw new IllegalArgumentException("The left side of " + filter.type()
					+ " in the filter must be the name of a metadata value, but is " + filter.left());
		}
		String name = key.key();
		boolean isQuoted = name.length() > 1
				&& ((name.startsWith("\"") && name.endsWith("\"")) || (name.startsWith("'") && name.endsWith("'")));
		return isQuoted ? name.substring(1, name.length() - 1) : name;
	}

	private static Object value(Filter.Expression filter) {
		Object value = (filter.right() instanceof Filter.Value right) ? right.value() : null;
		if (value == null) {
			throw new IllegalArgumentException("The right side of " + filter.type() + " on '" + name(filter)
					+ "' in the filter must be a value, but is " + filter.right()
					+ "; use ISNULL for documents without one");
		}
		return value;
	}

	private static Expression exists(String name) {
		return LABELS.call("array_has", Expression.value(MetadataLabels.presence(name)));
	}

	private static Expression is(String name, Object value) {
		return LABELS.call("array_has", Expression.value(MetadataLabels.of(name, value)));
	}

	private static Expression isIn(String name, Object value) {
		List<String> labels = new ArrayList<>();
		for (Object element : list(value)) {
			if (element == null) {
				throw new IllegalArgumentException(
						"The values of IN on '" + name + "' in the filter must not be null; use ISNULL beside it");
			}
			labels.add(MetadataLabels.of(name, element));
		}
		return labels.isEmpty() ? Expression.value(false)
				: LABELS.call("array_has_any", Expression.value(List.copyOf(labels)));
	}

	private static Collection<?> list(Object value) {
		return switch (value) {
			case Collection<?> values -> values;
			case Object[] values -> Arrays.asList(values);
			default -> List.of(value);
		};
	}

	private static Expression compared(Filter.Expression filter, Expression.Operator operator) {
		String name = name(filter);
		Object value = value(filter);
		if (value instanceof Collection<?> || value.getClass().isArray()) {
			throw unordered(filter, "a list");
		}
		Object form = JsonScalar.of("'" + name + "' in the filter", value);
		Instant instant = MetadataLabels.instant(form);
		Expression key = Expression.value(DocumentTable.storedName(name));
		return switch (form) {
			case Boolean _ -> throw unordered(filter, "a boolean");
			case Number number -> number(key, operator, MetadataLabels.exact(number)).isTrue();
			default -> (instant != null) ? time(key, operator, instant) : text(key, operator, form);
		};
	}

	private static IllegalArgumentException unordered(Filter.Expression filter, String what) {
		return new IllegalArgumentException(filter.type() + " on '" + name(filter) + "' in the filter compares with "
				+ what + ", which has no order; use EQ, NE, IN or NIN");
	}

	private static Expression number(Expression key, Expression.Operator operator, BigDecimal number) {
		Expression real = new Expression.Comparison(METADATA.call("json_get_float", key), operator, plain(number));
		if (number.abs().compareTo(EXACT_DOUBLES) < 0) {
			return real;
		}
		Expression whole = METADATA.call("json_get_int", key);
		return Expression.when(whole.isNotNull(), new Expression.Comparison(whole, operator, plain(number)))
			.otherwise(real);
	}

	/** In the type that is compared fastest. */
	private static Expression plain(BigDecimal number) {
		BigDecimal stripped = number.stripTrailingZeros();
		boolean isLong = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= LONG_DIGITS
				&& stripped.toBigIntegerExact().bitLength() < Long.SIZE;
		return Expression.value(isLong ? (Object) stripped.longValueExact() : (Object) number.doubleValue());
	}

	private static Expression text(Expression key, Expression.Operator operator, Object text) {
		Expression compared = new Expression.Comparison(METADATA.call("json_get_string", key), operator,
				Expression.value(text));
		return compared.and(isText(key)).isTrue();
	}

	private static Expression time(Expression key, Expression.Operator operator, Instant instant) {
		Expression time = METADATA.call("json_get_string", key).tryCast(TIME);
		Expression compared = new Expression.Comparison(time, operator,
				Expression.value(instant.truncatedTo(ChronoUnit.MICROS)));
		return compared.and(isText(key)).isTrue();
	}

	/** Only texts begin with a quote: json_get_string makes texts of numbers, too. */
	private static Expression isText(Expression key) {
		return METADATA.call("json_get", key).startsWith("\"");
	}

}
