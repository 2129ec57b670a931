package io.fletch.store.expression.evaluate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.Arithmetic;
import io.fletch.store.expression.Casts;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.function.FunctionDefinition;
import io.fletch.store.expression.function.Functions;
import io.fletch.store.expression.function.TimeFunctions;
import io.fletch.store.expression.parse.ExpressionChecker;
import io.fletch.store.query.Expression;

/**
 * Makes a checked expression ready to be evaluated: finds the positions of columns, reads
 * the clock, computes what is constant, and chooses the fast ways.
 */
final class ExpressionCompiler {

	private static final Rows NO_ROW = new Rows.Single(new @Nullable Object[0], Rows.NO_IDS);

	private final Schema schema;

	private final Instant now;

	ExpressionCompiler(Schema schema, Instant now) {
		this.schema = schema;
		this.now = now;
	}

	Node compile(Expression expression) {
		return switch (expression) {
			case Expression.Column column -> column(column);
			case Expression.Literal literal -> new ValueNodes.Constant(literal.value());
			case Expression.Parameter parameter ->
				throw new IllegalStateException("The expression was not checked: it has the parameter " + parameter);
			case Expression.Comparison comparison -> comparison(comparison);
			case Expression.IsDistinct distinct ->
				new ConditionNodes.Distinct(compile(distinct.left()), compile(distinct.right()));
			case Expression.In in -> in(in);
			case Expression.Like like -> like(like);
			case Expression.IsNull isNull -> new ConditionNodes.IsNull(compile(isNull.operand()));
			case Expression.Is is -> new ConditionNodes.Is(compile(is.operand()), is.value());
			case Expression.And and -> and(compile(and.left()), compile(and.right()));
			case Expression.Or or -> new ConditionNodes.Or(compile(or.left()), compile(or.right()));
			case Expression.Not not -> new ConditionNodes.Not(compile(not.operand()));
			case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
			case Expression.Case branches -> new ValueNodes.Choice(
					branches.branches().stream().map((branch) -> compile(branch.condition())).toList(),
					branches.branches().stream().map((branch) -> compile(branch.result())).toList(),
					compile(branches.otherwise()));
			case Expression.Cast cast -> cast(cast);
			case Expression.Call call -> call(call);
		};
	}

	private Node arithmetic(Expression.Arithmetic arithmetic) {
		Node plain = calculation(arithmetic,
				(a) -> Arithmetic.apply(arithmetic.operation(), required(a[0]), required(a[1])), true,
				List.of(arithmetic.left(), arithmetic.right()));
		return (plain instanceof ValueNodes.Calculation calculation) ? new ValueNodes.NumberCalculation(
				arithmetic.operation(), calculation.arguments().get(0), calculation.arguments().get(1), plain) : plain;
	}

	private static Object required(@Nullable Object value) {
		if (value == null) {
			throw new IllegalStateException("A null where the calculation has none");
		}
		return value;
	}

	private Node column(Expression.Column column) {
		List<Field> fields = this.schema.getFields();
		for (int i = 0; i < fields.size(); i++) {
			if (fields.get(i).getName().equals(column.path().getFirst())) {
				List<String> nested = column.path().subList(1, column.path().size());
				return new ValueNodes.Column(i, nested, nested(fields.get(i), nested));
			}
		}
		if (column.path().equals(List.of(ExpressionChecker.ROW_ID))) {
			return new ValueNodes.RowId();
		}
		throw new IllegalStateException("The expression was checked against another schema: no column " + column);
	}

	private static Field nested(Field field, List<String> names) {
		Field found = field;
		for (String name : names) {
			found = found.getChildren()
				.stream()
				.filter((child) -> child.getName().equals(name))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("No field " + name + " in " + field));
		}
		return found;
	}

	private Node comparison(Expression.Comparison comparison) {
		Node left = compile(comparison.left());
		Node right = compile(comparison.right());
		Node plain = new ConditionNodes.Comparison(left, comparison.operator(), right);
		if (isColumn(left) && right instanceof ValueNodes.Constant constant) {
			return ColumnConditions.comparison((ValueNodes.Column) left, comparison.operator(), constant, plain);
		}
		if (isColumn(right) && left instanceof ValueNodes.Constant constant) {
			return ColumnConditions.comparison((ValueNodes.Column) right, comparison.operator().mirrored(), constant,
					plain);
		}
		if (left instanceof MapValue value && right instanceof ValueNodes.Constant(String text)) {
			return new MapTextComparison(value, comparison.operator(), text.getBytes(StandardCharsets.UTF_8), plain);
		}
		return plain;
	}

	private static boolean isColumn(Node node) {
		return node instanceof ValueNodes.Column column && column.nested().isEmpty();
	}

	private static Node and(Node left, Node right) {
		if (left instanceof ColumnRange first && right instanceof ColumnRange second) {
			Node both = first.and(second);
			return (both != null) ? both : new ConditionNodes.And(left, right);
		}
		return new ConditionNodes.And(left, right);
	}

	private Node in(Expression.In in) {
		Node operand = compile(in.operand());
		List<Node> values = in.values().stream().map(this::compile).toList();
		Set<Object> keys = new HashSet<>();
		boolean hasNull = false;
		for (Node value : values) {
			if (!(value instanceof ValueNodes.Constant(Object constant))
					|| constant != null && !InKeys.hasKey(Kind.of(FieldTypes.ofValue(constant).getType()))) {
				return new ConditionNodes.InNodes(operand, values);
			}
			if (constant == null) {
				hasNull = true;
			}
			else {
				keys.add(InKeys.key(constant));
			}
		}
		ConditionNodes.InConstants plain = new ConditionNodes.InConstants(operand, keys, hasNull);
		return (isColumn(operand)) ? ColumnConditions.in((ValueNodes.Column) operand, plain) : plain;
	}

	private Node like(Expression.Like like) {
		Node operand = compile(like.operand());
		Node pattern = compile(like.pattern());
		return (pattern instanceof ValueNodes.Constant(String text))
				? new ConditionNodes.Like(operand, new LikePattern(text, like.escape(), like.caseSensitive()))
				: new ConditionNodes.VariableLike(operand, pattern, like.escape(), like.caseSensitive());
	}

	private Node cast(Expression.Cast cast) {
		FunctionDefinition.Kernel kernel = (a) -> Casts.cast(required(a[0]), cast.type());
		return calculation(cast, cast.orNull() ? orNull(kernel) : kernel, true, List.of(cast.operand()));
	}

	private static FunctionDefinition.Kernel orNull(FunctionDefinition.Kernel kernel) {
		return (arguments) -> {
			try {
				return kernel.apply(arguments);
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				// TRY_CAST gives null for what cannot be converted.
				return null;
			}
		};
	}

	private Node call(Expression.Call call) {
		Object clock = TimeFunctions.clockValue(call.function(), this.now);
		if (clock != null) {
			return new ValueNodes.Constant(clock);
		}
		return switch (call.function()) {
			case "coalesce", "ifnull" -> coalesce(call.arguments());
			case "element", "get_field" -> element(call);
			case "if" -> new ValueNodes.Choice(List.of(compile(call.arguments().get(0))),
					List.of(compile(call.arguments().get(1))), compile(call.arguments().get(2)));
			default -> {
				FunctionDefinition function = Functions.definition(call.function());
				yield calculation(call, function.kernel(), function.isStrict(), call.arguments());
			}
		};
	}

	private Node element(Expression.Call call) {
		FunctionDefinition function = Functions.definition(call.function());
		Node plain = calculation(call, function.kernel(), function.isStrict(), call.arguments());
		return (plain instanceof ValueNodes.Calculation calculation) ? MapValue.of(calculation) : plain;
	}

	/**
	 * Evaluates no argument behind the first that is not null, as CASE would.
	 */
	private Node coalesce(List<Expression> arguments) {
		List<Node> nodes = new ArrayList<>();
		arguments.forEach((argument) -> nodes.add(compile(argument)));
		return new ValueNodes.FirstPresent(nodes);
	}

	private Node calculation(Expression source, FunctionDefinition.Kernel kernel, boolean strict,
			List<Expression> arguments) {
		List<Node> nodes = arguments.stream().map(this::compile).toList();
		Node node = new ValueNodes.Calculation(source, kernel, strict, nodes);
		// Functions without arguments, such as random(), are no constants.
		boolean constant = !nodes.isEmpty() && nodes.stream().allMatch(ValueNodes.Constant.class::isInstance);
		return (constant) ? folded(node) : node;
	}

	private static Node folded(Node node) {
		try {
			return new ValueNodes.Constant(node.value(NO_ROW, 0));
		}
		catch (InvalidInputException ex) {
			// An error only if a row is evaluated.
			return node;
		}
	}

}
