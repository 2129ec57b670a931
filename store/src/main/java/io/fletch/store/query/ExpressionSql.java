package io.fletch.store.query;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as SQL text.
 */
public final class ExpressionSql {

	private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

	private static final int SHORT = 120;

	private ExpressionSql() {
	}

	/**
	 * Writes an expression.
	 * @param expression the expression
	 * @return text in SQL that gives the same expression when it is parsed
	 */
	public static String of(Expression expression) {
		return switch (expression) {
			case Expression.Column column ->
				column.path().stream().map(ExpressionSql::name).collect(Collectors.joining("."));
			case Expression.Literal literal -> literal(literal.value());
			case Expression.Parameter parameter -> ":" + parameter.name();
			case Expression.Comparison comparison ->
				binary(comparison.left(), symbol(comparison.operator()), comparison.right());
			case Expression.IsDistinct distinct -> binary(distinct.left(), "IS DISTINCT FROM", distinct.right());
			case Expression.In in -> "(" + of(in.operand()) + " IN (" + list(in.values()) + "))";
			case Expression.Like like -> like(like);
			case Expression.IsNull isNull -> "(" + of(isNull.operand()) + " IS NULL)";
			case Expression.Is is -> "(" + of(is.operand()) + " IS " + (is.value() ? "TRUE)" : "FALSE)");
			case Expression.And and -> "(" + joined(and) + ")";
			case Expression.Or or -> "(" + joined(or) + ")";
			case Expression.Not not -> "(NOT " + of(not.operand()) + ")";
			case Expression.Arithmetic arithmetic ->
				binary(arithmetic.left(), symbol(arithmetic.operation()), arithmetic.right());
			case Expression.Case branches -> branches(branches);
			case Expression.Cast cast ->
				(cast.orNull() ? "TRY_CAST(" : "CAST(") + of(cast.operand()) + " AS " + type(cast.type()) + ")";
			case Expression.Call call -> call(call);
		};
	}

	/**
	 * Writes an expression for a message.
	 * @param expression the expression
	 * @return its SQL, cut if it is long
	 */
	public static String shortened(Expression expression) {
		String sql = of(expression);
		return (sql.length() > SHORT) ? sql.substring(0, SHORT) + "..." : sql;
	}

	/**
	 * Writes a value.
	 * @param value a value as in {@link Expression.Literal}
	 * @return the literal
	 */
	public static String literal(@Nullable Object value) {
		return switch (value) {
			case null -> "NULL";
			case Boolean flag -> flag ? "TRUE" : "FALSE";
			case Double number when !Double.isFinite(number) -> "CAST('" + number + "' AS double)";
			case Float number when !Float.isFinite(number) -> "CAST('" + number + "' AS float)";
			case BigDecimal number ->
				"CAST('" + number.toPlainString() + "' AS decimal(38," + Math.max(0, number.scale()) + "))";
			case Number number -> number.toString();
			case String text -> "'" + text.replace("'", "''") + "'";
			case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
			case LocalDate date -> "DATE '" + date + "'";
			case LocalTime time -> "TIME '" + time + "'";
			case Instant instant -> "TIMESTAMP '" + instant + "'";
			case LocalDateTime time -> "TIMESTAMP '" + time + "'";
			case Duration duration -> "INTERVAL '" + duration.toNanos() + " nanoseconds'";
			case Interval interval -> "INTERVAL '" + interval.months() + " months " + interval.days() + " days "
					+ interval.nanos() + " nanoseconds'";
			case Period period -> literal(new Interval(Math.toIntExact(period.toTotalMonths()), period.getDays(), 0));
			case OffsetDateTime time -> literal(time.toInstant());
			case ZonedDateTime time -> literal(time.toInstant());
			case Object[] array -> literal(Arrays.asList(array));
			case int[] array -> Arrays.toString(array);
			case long[] array -> Arrays.toString(array);
			case float[] vector -> literal(IntStream.range(0, vector.length).mapToObj((i) -> vector[i]).toList());
			case double[] vector -> literal(Arrays.stream(vector).boxed().toList());
			case Collection<?> list ->
				list.stream().map(ExpressionSql::literal).collect(Collectors.joining(", ", "[", "]"));
			case Map<?, ?> map -> map.entrySet()
				.stream()
				.map((entry) -> literal(String.valueOf(entry.getKey())) + ", " + literal(entry.getValue()))
				.collect(Collectors.joining(", ", "named_struct(", ")"));
			default -> "'" + value.toString().replace("'", "''") + "'";
		};
	}

	/**
	 * Writes an operation.
	 * @param operation the operation
	 * @return its sign
	 */
	public static String symbol(Expression.Operation operation) {
		return switch (operation) {
			case ADD -> "+";
			case SUBTRACT -> "-";
			case MULTIPLY -> "*";
			case DIVIDE -> "/";
			case REMAINDER -> "%";
		};
	}

	private static String symbol(Expression.Operator operator) {
		return switch (operator) {
			case EQ -> "=";
			case NE -> "<>";
			case LT -> "<";
			case LE -> "<=";
			case GT -> ">";
			case GE -> ">=";
		};
	}

	private static String name(String name) {
		return PLAIN_NAME.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
	}

	private static String binary(Expression left, String operator, Expression right) {
		return "(" + of(left) + " " + operator + " " + of(right) + ")";
	}

	/**
	 * Conditions that are joined one after the other need no parentheses within.
	 */
	private static String joined(Expression expression) {
		return switch (expression) {
			case Expression.And(Expression.And left, Expression right) -> joined(left) + " AND " + of(right);
			case Expression.And(Expression left, Expression right) -> of(left) + " AND " + of(right);
			case Expression.Or(Expression.Or left, Expression right) -> joined(left) + " OR " + of(right);
			case Expression.Or(Expression left, Expression right) -> of(left) + " OR " + of(right);
			default -> of(expression);
		};
	}

	private static String list(List<Expression> expressions) {
		return expressions.stream().map(ExpressionSql::of).collect(Collectors.joining(", "));
	}

	private static String like(Expression.Like like) {
		String escape = (like.escape() == '\\') ? "" : " ESCAPE " + literal(Character.toString(like.escape()));
		return "(" + of(like.operand()) + (like.caseSensitive() ? " LIKE " : " ILIKE ") + of(like.pattern()) + escape
				+ ")";
	}

	private static String branches(Expression.Case branches) {
		StringBuilder sql = new StringBuilder("CASE");
		for (Expression.Branch branch : branches.branches()) {
			sql.append(" WHEN ").append(of(branch.condition())).append(" THEN ").append(of(branch.result()));
		}
		return sql.append(" ELSE ").append(of(branches.otherwise())).append(" END").toString();
	}

	private static String call(Expression.Call call) {
		List<Expression> arguments = call.arguments();
		return switch (call.function()) {
			case "||" -> binary(arguments.get(0), "||", arguments.get(1));
			case "negative" -> "(-" + of(arguments.get(0)) + ")";
			case "array" -> "[" + list(arguments) + "]";
			default -> call.function() + "(" + list(arguments) + ")";
		};
	}

	private static String type(Field field) {
		return switch (field.getType()) {
			case ArrowType.Int type -> (type.getIsSigned() ? "int" : "uint") + type.getBitWidth();
			case ArrowType.FloatingPoint type -> switch (type.getPrecision()) {
				case HALF -> "float16";
				case SINGLE -> "float";
				case DOUBLE -> "double";
			};
			case ArrowType.Bool type -> "boolean";
			case ArrowType.Utf8 type -> "string";
			case ArrowType.Binary type -> "binary";
			case ArrowType.Date type -> "date";
			case ArrowType.Time type -> "time";
			case ArrowType.Decimal type -> "decimal(" + type.getPrecision() + "," + type.getScale() + ")";
			case ArrowType.Timestamp type ->
				((type.getTimezone() != null) ? "timestamptz(" : "timestamp(") + switch (type.getUnit()) {
					case SECOND -> "0)";
					case MILLISECOND -> "3)";
					case MICROSECOND -> "6)";
					case NANOSECOND -> "9)";
				};
			case ArrowType.FixedSizeList type -> type(field.getChildren().get(0)) + "[" + type.getListSize() + "]";
			case ArrowType.List type -> type(field.getChildren().get(0)) + "[]";
			default -> field.getType().toString();
		};
	}

}
