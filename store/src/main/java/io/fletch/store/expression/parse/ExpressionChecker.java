package io.fletch.store.expression.parse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.expression.Arithmetic;
import io.fletch.store.expression.Casts;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.IntervalText;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operation;
import io.fletch.store.query.Expression.Operator;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Interval;

/**
 * Checks an expression against a schema: resolves names, puts in the values of
 * parameters, makes conversions explicit, and determines the types of results.
 */
public final class ExpressionChecker {

	/** The column by which conditions refer to the stable ids of rows. */
	public static final String ROW_ID = "_rowid";

	/** Evaluation goes as deep as the tree, whose columns and values are not counted. */
	static final int MAX_DEPTH = 1_000;

	private final ColumnNames columns;

	private final ParsedText text;

	private final Map<String, ? extends @Nullable Object> parameters;

	private final CallChecker calls;

	private int depth;

	public ExpressionChecker(Schema schema, ParsedText text, Map<String, ? extends @Nullable Object> parameters) {
		this.columns = new ColumnNames(schema, text);
		this.text = text;
		this.parameters = parameters;
		this.calls = new CallChecker(this, text);
	}

	/**
	 * Checks a condition.
	 */
	Typed condition(Expression expression) {
		Typed typed = check(expression);
		if (typed.kind() != Kind.BOOLEAN && typed.kind() != Kind.NULL) {
			String type = FieldTypes.label(typed.field());
			throw this.text.invalid(expression,
					(expression instanceof Expression.Column column)
							? "the column '" + String.join(".", column.path())
									+ "' is not a condition by itself, as its type is " + type
							: "'" + ExpressionSql.shortened(typed.expression())
									+ "' is no condition: it does not return a boolean but " + type);
		}
		return typed;
	}

	/**
	 * Checks an expression.
	 * @param expression the expression
	 * @return the expression as it can be evaluated, and its type
	 */
	public Typed check(Expression expression) {
		if (++this.depth > MAX_DEPTH + 1) {
			throw this.text.invalid("more than " + MAX_DEPTH
					+ " conditions or operations are joined or nested; use IN for a long list of values");
		}
		Typed typed = checked(expression);
		this.depth--;
		return typed;
	}

	private Typed checked(Expression expression) {
		return switch (expression) {
			case Expression.Column column -> this.columns.resolve(column);
			case Expression.Literal literal -> literal(literal, literal.value());
			case Expression.Parameter parameter -> literal(parameter, parameter(parameter));
			case Expression.Comparison comparison -> comparison(comparison);
			case Expression.IsDistinct distinct -> distinct(distinct);
			case Expression.In in -> in(in);
			case Expression.Like like -> like(like);
			case Expression.IsNull isNull -> bool(new Expression.IsNull(check(isNull.operand()).expression()), false);
			case Expression.Is is -> bool(new Expression.Is(condition(is.operand()).expression(), is.value()), false);
			case Expression.And and -> {
				Typed left = condition(and.left());
				Typed right = condition(and.right());
				yield bool(new Expression.And(left.expression(), right.expression()), anyNullable(left, right));
			}
			case Expression.Or or -> {
				Typed left = condition(or.left());
				Typed right = condition(or.right());
				yield bool(new Expression.Or(left.expression(), right.expression()), anyNullable(left, right));
			}
			case Expression.Not not -> {
				Typed operand = condition(not.operand());
				yield bool(new Expression.Not(operand.expression()), operand.field().isNullable());
			}
			case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
			case Expression.Case branches -> branches(branches);
			case Expression.Cast cast -> cast(cast);
			case Expression.Call call -> this.calls.check(call);
		};
	}

	private static boolean anyNullable(Typed left, Typed right) {
		return left.field().isNullable() || right.field().isNullable();
	}

	private static Typed bool(Expression expression, boolean nullable) {
		return new Typed(expression, FieldTypes.of(FieldTypes.BOOL, nullable));
	}

	private @Nullable Object parameter(Expression.Parameter parameter) {
		if (!this.parameters.containsKey(parameter.name())) {
			throw this.text.invalid(parameter,
					"the parameter :" + parameter.name() + " has no value; given are " + this.parameters.keySet());
		}
		return this.parameters.get(parameter.name());
	}

	private Typed literal(Expression at, @Nullable Object value) {
		try {
			Object normal = Values.normal(value);
			Field field = FieldTypes.ofValue(normal);
			return new Typed(new Expression.Literal(normal), field);
		}
		catch (IllegalStateException | ArithmeticException ex) {
			String type = (value != null) ? value.getClass().getName() : "null";
			throw this.text.invalid(at, "a value of the Java type " + type + " cannot be used; give a Boolean, number, "
					+ "text, byte[], date or time of java.time, UUID, enum, list, array or Map");
		}
	}

	private Typed comparison(Expression.Comparison comparison) {
		Typed left = check(comparison.left());
		Typed right = check(comparison.right());
		Pair pair = comparable(comparison, left, right, comparison.operator());
		return bool(
				new Expression.Comparison(pair.left().expression(), comparison.operator(), pair.right().expression()),
				anyNullable(left, right));
	}

	private Typed distinct(Expression.IsDistinct distinct) {
		Pair pair = comparable(distinct, check(distinct.left()), check(distinct.right()), Operator.EQ);
		return bool(new Expression.IsDistinct(pair.left().expression(), pair.right().expression()), false);
	}

	/**
	 * Brings two values into forms that can be compared.
	 */
	Pair comparable(Expression at, Typed left, Typed right, Operator operator) {
		Typed adaptedLeft = adapted(left, right);
		Typed adaptedRight = adapted(right, left);
		Kind leftKind = adaptedLeft.kind();
		Kind rightKind = adaptedRight.kind();
		if (leftKind.isPointInTime() && rightKind.isPointInTime() && leftKind != rightKind) {
			Field common = FieldTypes.of((leftKind == Kind.TIMESTAMP || rightKind == Kind.TIMESTAMP)
					? FieldTypes.TIMESTAMP : FieldTypes.DATETIME, true);
			return new Pair(convert(at, adaptedLeft, common), convert(at, adaptedRight, common));
		}
		if (leftKind == Kind.NULL || rightKind == Kind.NULL || leftKind.isNumber() && rightKind.isNumber()
				|| leftKind == rightKind && isComparable(adaptedLeft, adaptedRight, operator)) {
			return new Pair(adaptedLeft, adaptedRight);
		}
		boolean swapped = left.isLiteral() && !right.isLiteral();
		throw this.text.invalid(at, (swapped ? right : left).description() + " cannot be compared with "
				+ (swapped ? left : right).description() + "; convert one with CAST(... AS type)");
	}

	private static boolean isComparable(Typed left, Typed right, Operator operator) {
		boolean equality = operator == Operator.EQ || operator == Operator.NE;
		return switch (left.kind()) {
			case OTHER, INTERVAL -> false;
			case LIST -> equality && FieldTypes.common(left.field(), right.field()) != null;
			case STRUCT, MAP -> equality;
			default -> true;
		};
	}

	/**
	 * Adapts a literal to what it is compared with: text to a date or time, an interval
	 * to a duration, and a number to the precision of a float column.
	 */
	private Typed adapted(Typed value, Typed other) {
		if (!(value.expression() instanceof Expression.Literal(Object literal)) || literal == null) {
			return value;
		}
		Kind kind = other.kind();
		if (kind == Kind.DURATION && (literal instanceof Interval || literal instanceof String)) {
			return new Typed(new Expression.Literal(attempt(value.expression(), () -> duration(literal))),
					FieldTypes.of(FieldTypes.DURATION, false));
		}
		boolean time = kind.isPointInTime() || kind == Kind.TIME;
		if (literal instanceof String && time) {
			return converted(value, literal, (kind == Kind.DATE && literal.toString().strip().length() > 10)
					? FieldTypes.of(FieldTypes.DATETIME, false) : unlimited(other.field()));
		}
		if (literal instanceof Double number && other.field().getType() instanceof ArrowType.FloatingPoint type
				&& Casts.isSingle(type) && !other.isLiteral()
				&& (number.isInfinite() || !Double.isInfinite(Casts.rounded(number, type)))) {
			return converted(value, literal, other.field());
		}
		return value;
	}

	/**
	 * Makes a duration of an interval, in which a day has 24 hours.
	 */
	private static Duration duration(Object literal) {
		Interval interval = (literal instanceof Interval given) ? given : IntervalText.parse(literal.toString());
		if (interval.months() != 0) {
			throw new IllegalArgumentException(
					"months and years have no fixed length, so a duration cannot be compared with them; use days");
		}
		return Duration.ofDays(interval.days()).plusNanos(interval.nanos());
	}

	/**
	 * Returns a type of full precision, so that no digit of a literal is lost.
	 */
	private static Field unlimited(Field field) {
		return (field.getType() instanceof ArrowType.Timestamp timestamp)
				? FieldTypes.of(new ArrowType.Timestamp(TimeUnit.NANOSECOND, timestamp.getTimezone()), false)
				: FieldTypes.named("", field, false);
	}

	private Typed converted(Typed typed, Object literal, Field target) {
		Object value = attempt(typed.expression(), () -> Casts.cast(literal, target));
		return new Typed(new Expression.Literal(value), FieldTypes.named("", target, false));
	}

	private <T> T attempt(Expression at, Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw this.text.invalid(at, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Converts a value to a type of its own or another kind, if it is not of that type.
	 */
	Typed convert(Expression at, Typed typed, Field target) {
		boolean nullable = typed.field().isNullable();
		Field result = FieldTypes.named("", target, nullable);
		if (typed.expression() instanceof Expression.Literal(Object value)) {
			return new Typed(
					new Expression.Literal((value != null) ? attempt(at, () -> Casts.cast(value, target)) : null),
					result);
		}
		return FieldTypes.sameType(typed.field(), target) ? new Typed(typed.expression(), result)
				: new Typed(new Expression.Cast(typed.expression(), target, false), result);
	}

	private Typed in(Expression.In in) {
		Typed operand = check(in.operand());
		List<Typed> values = new ArrayList<>();
		for (Expression value : in.values()) {
			if (value instanceof Expression.Parameter parameter && operand.kind() != Kind.LIST
					&& elements(parameter(parameter)) instanceof Collection<?> elements) {
				elements.forEach((element) -> values.add(literal(parameter, element)));
			}
			else {
				values.add(check(value));
			}
		}
		List<Expression> converted = new ArrayList<>(values.size());
		boolean nullable = operand.field().isNullable();
		Typed widened = widened(in, operand, values);
		for (Typed value : values) {
			Pair pair = comparable(in, widened, value, Operator.EQ);
			converted.add(pair.right().expression());
			nullable |= value.field().isNullable();
		}
		return bool(new Expression.In(widened.expression(), converted), nullable);
	}

	private static @Nullable Object elements(@Nullable Object value) {
		Object normal = Values.normal(value);
		return (normal instanceof double[] || normal instanceof float[]) ? Values.list(normal) : normal;
	}

	/**
	 * Converts a date to a timestamp if it is looked for among timestamps.
	 */
	private Typed widened(Expression at, Typed operand, List<Typed> values) {
		Typed widened = operand;
		for (Typed value : values) {
			if (widened.kind().isPointInTime() && value.kind().isPointInTime() && value.kind() != widened.kind()) {
				widened = comparable(at, widened, value, Operator.EQ).left();
			}
		}
		return widened;
	}

	private Typed like(Expression.Like like) {
		Typed operand = check(like.operand());
		Typed pattern = check(like.pattern());
		for (Typed side : List.of(operand, pattern)) {
			if (side.kind() != Kind.TEXT && side.kind() != Kind.NULL) {
				throw this.text.invalid(like, "LIKE takes a text column and a text, not " + operand.description()
						+ " and " + pattern.description());
			}
		}
		return bool(
				new Expression.Like(operand.expression(), pattern.expression(), like.escape(), like.caseSensitive()),
				anyNullable(operand, pattern));
	}

	private Typed arithmetic(Expression.Arithmetic arithmetic) {
		Typed checkedLeft = check(arithmetic.left());
		Typed checkedRight = check(arithmetic.right());
		boolean isBetween = arithmetic.operation() == Operation.SUBTRACT && checkedLeft.kind().isPointInTime()
				&& checkedRight.kind().isPointInTime() && checkedLeft.kind() != checkedRight.kind();
		Pair moments = isBetween ? comparable(arithmetic, checkedLeft, checkedRight, Operator.EQ)
				: new Pair(checkedLeft, checkedRight);
		Typed left = withClock(moments.left(), moments.right());
		Typed right = withClock(moments.right(), moments.left());
		Field field = attempt(arithmetic, () -> Arithmetic.type(arithmetic.operation(), left.field(), right.field()));
		Expression expression = new Expression.Arithmetic(left.expression(), arithmetic.operation(),
				right.expression());
		return new Typed(expression, field);
	}

	/**
	 * Makes a date to which hours are added a timestamp.
	 */
	private Typed withClock(Typed moment, Typed span) {
		boolean clock = span.kind() == Kind.DURATION
				|| span.expression() instanceof Expression.Literal(Interval interval) && interval.nanos() != 0;
		return (clock && moment.kind() == Kind.DATE)
				? convert(moment.expression(), moment, FieldTypes.of(FieldTypes.DATETIME, true)) : moment;
	}

	private Typed branches(Expression.Case branches) {
		List<Expression> conditions = new ArrayList<>();
		List<Typed> results = new ArrayList<>();
		for (Expression.Branch branch : branches.branches()) {
			conditions.add(condition(branch.condition()).expression());
			results.add(check(branch.result()));
		}
		results.add(check(branches.otherwise()));
		List<Typed> unified = unify(branches, results);
		List<Expression.Branch> checked = new ArrayList<>();
		for (int i = 0; i < conditions.size(); i++) {
			checked.add(new Expression.Branch(conditions.get(i), unified.get(i).expression()));
		}
		Typed otherwise = unified.getLast();
		boolean nullable = unified.stream().anyMatch((result) -> result.field().isNullable());
		return new Typed(new Expression.Case(checked, otherwise.expression()),
				FieldTypes.named("", otherwise.field(), nullable));
	}

	/**
	 * Brings values to one type.
	 */
	List<Typed> unify(Expression at, List<Typed> values) {
		if (values.isEmpty()) {
			return values;
		}
		Field common = values.getFirst().field();
		for (Typed value : values) {
			Field joined = FieldTypes.common(common, value.field());
			if (joined == null) {
				throw this.text.invalid(at, value.description() + " does not go together with "
						+ values.getFirst().description() + "; convert one with CAST(... AS type)");
			}
			common = joined;
		}
		List<Typed> unified = new ArrayList<>(values.size());
		for (Typed value : values) {
			boolean same = value.kind() == Kind.NULL || FieldTypes.sameType(value.field(), common);
			unified.add(same ? new Typed(value.expression(), FieldTypes.named("", common, value.field().isNullable()))
					: convert(at, value, common));
		}
		return unified;
	}

	private Typed cast(Expression.Cast cast) {
		Typed operand = check(cast.operand());
		Kind target = Kind.of(cast.type().getType());
		if (!Casts.isPossible(operand.kind(), target)) {
			throw this.text.invalid(cast,
					operand.description() + " cannot become " + FieldTypes.label(cast.type()).toLowerCase(Locale.ROOT));
		}
		boolean nullable = operand.field().isNullable() || cast.orNull();
		return new Typed(new Expression.Cast(operand.expression(), cast.type(), cast.orNull()),
				FieldTypes.named("", cast.type(), nullable));
	}

	/**
	 * Two values that can be compared.
	 *
	 * @param left a value
	 * @param right a value
	 */
	record Pair(Typed left, Typed right) {
	}

}
