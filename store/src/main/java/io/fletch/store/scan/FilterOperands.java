package io.fletch.store.scan;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.DateUnitExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.schema.Column;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Filter;

/**
 * The columns and values of a condition, checked against the schema.
 */
final class FilterOperands {

	private final String sql;

	private final Map<String, ? extends @Nullable Object> parameters;

	private final Schema schema;

	FilterOperands(String sql, Map<String, ? extends @Nullable Object> parameters, Schema schema) {
		this.sql = sql;
		this.parameters = parameters;
		this.schema = schema;
	}

	boolean isColumn(Expression expression) {
		// The parser takes names such as "year" and "current_date" for key words.
		return expression instanceof Column || expression instanceof DateUnitExpression
				|| expression instanceof TimeKeyExpression;
	}

	Field column(Expression expression) {
		if (!isColumn(expression)) {
			throw invalid("'" + expression + "' stands where the name of a column was expected");
		}
		String name = unquote(expression.toString());
		return this.schema.getFields()
			.stream()
			.filter((field) -> field.getName().equals(name))
			.findFirst()
			.or(() -> this.schema.getFields()
				.stream()
				.filter((field) -> field.getName().equalsIgnoreCase(name))
				.findFirst())
			.orElseThrow(() -> invalid("the table has no column '" + name + "'; its columns are "
					+ this.schema.getFields().stream().map(Field::getName).toList()));
	}

	Filter flag(Column column) {
		Field field = column(column);
		if (!(field.getType() instanceof ArrowType.Bool)) {
			throw invalid("the column '" + field.getName() + "' is not a condition by itself, as its type is "
					+ field.getType());
		}
		return new Filter.Comparison(field.getName(), Filter.Operator.EQ, Boolean.TRUE);
	}

	Filter compare(Expression columnExpression, Filter.Operator operator, Expression valueExpression) {
		Field field = column(columnExpression);
		Object value = value(valueExpression);
		return (value != null) ? new Filter.Comparison(field.getName(), operator, coerce(field, value))
				: new Filter.Constant(null);
	}

	Filter in(Expression columnExpression, List<@Nullable Object> values) {
		Field field = column(columnExpression);
		List<Object> coerced = values.stream()
			.filter(Objects::nonNull)
			.map((value) -> coerce(field, Objects.requireNonNull(value)))
			.toList();
		Filter in = new Filter.In(field.getName(), coerced);
		return (coerced.size() < values.size()) ? new Filter.Or(in, new Filter.Constant(null)) : in;
	}

	Filter like(Expression columnExpression, Expression patternExpression, boolean caseSensitive) {
		Field field = column(columnExpression);
		Object pattern = value(patternExpression);
		if (pattern == null) {
			return new Filter.Constant(null);
		}
		if (!(field.getType() instanceof ArrowType.Utf8) || !(pattern instanceof String text)) {
			throw invalid("LIKE takes a text column and a text, not '" + field.getName() + "' of type "
					+ field.getType() + " and " + pattern);
		}
		return new Filter.Like(field.getName(), text, caseSensitive);
	}

	@Nullable Object value(Expression expression) {
		return switch (expression) {
			case LongValue number -> longValue(number);
			case DoubleValue number -> number.getValue();
			case StringValue text -> text.getNotExcapedValue();
			case BooleanValue flag -> flag.getValue();
			case NullValue nothing -> null;
			case JdbcNamedParameter parameter -> parameter(parameter.getName());
			case SignedExpression signed -> signed(signed);
			default -> throw invalid(
					"'" + expression + "' stands where a value or a named parameter such as :name was expected");
		};
	}

	private Object longValue(LongValue number) {
		try {
			return number.getValue();
		}
		catch (NumberFormatException ex) {
			return Double.valueOf(number.getStringValue());
		}
	}

	private @Nullable Object signed(SignedExpression signed) {
		Object value = value(signed.getExpression());
		return switch (value) {
			case Long number when signed.getSign() == '-' -> Math.negateExact(number);
			case Double number when signed.getSign() == '-' -> -number;
			case Number number when signed.getSign() == '+' -> number;
			case null, default -> throw invalid("'" + signed + "' is not a number");
		};
	}

	private @Nullable Object parameter(String name) {
		if (!this.parameters.containsKey(name)) {
			throw invalid("the parameter :" + name + " has no value; given are " + this.parameters.keySet());
		}
		return this.parameters.get(name);
	}

	private Object coerce(Field field, Object value) {
		Object coerced = switch (field.getType()) {
			case ArrowType.Utf8 type -> (value instanceof CharSequence text) ? text.toString() : null;
			case ArrowType.Bool type -> (value instanceof Boolean) ? value : null;
			case ArrowType.Int type -> number(value);
			case ArrowType.FloatingPoint type -> number(value);
			case ArrowType.Timestamp type -> instant(value);
			default -> null;
		};
		if (coerced == null) {
			throw invalid("the column '" + field.getName() + "' of type " + field.getType()
					+ " cannot be compared with " + value + " (" + value.getClass().getSimpleName() + ")");
		}
		return coerced;
	}

	private static @Nullable Object number(Object value) {
		return switch (value) {
			case Long number -> number;
			case Integer number -> number.longValue();
			case Short number -> number.longValue();
			case Byte number -> number.longValue();
			case Number number -> number.doubleValue();
			default -> null;
		};
	}

	private @Nullable Object instant(Object value) {
		if (value instanceof CharSequence text) {
			try {
				return Instant.parse(text);
			}
			catch (DateTimeException ex) {
				throw invalid("'" + text + "' is not a time such as 2026-01-31T12:00:00Z");
			}
		}
		return (value instanceof Instant) ? value : null;
	}

	private static String unquote(String name) {
		boolean quoted = name.length() > 1 && (name.charAt(0) == '`' || name.charAt(0) == '"')
				&& name.charAt(name.length() - 1) == name.charAt(0);
		return quoted ? name.substring(1, name.length() - 1) : name;
	}

	private InvalidInputException invalid(String what) {
		return new InvalidInputException("In the filter '" + this.sql + "' " + what);
	}

}
