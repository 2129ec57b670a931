package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.ArrayExpression;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DateUnitExpression;
import net.sf.jsqlparser.expression.ExtractExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.JsonFunction;
import net.sf.jsqlparser.expression.JsonFunctionType;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.RowGetExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.IsUnknownExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.expression.operators.relational.RegExpMatchOperator;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;
import io.fletch.store.query.Expression.Operation;
import io.fletch.store.query.Expression.Operator;

/**
 * Turns the parser's tree into ours, and refuses what has no counterpart.
 */
final class SqlConverter {

	private static final int MAX_SIZE = 50_000;

	private final String sql;

	private final SqlText text;

	private final SqlCalls calls;

	private final Map<Expression, Integer> positions = new IdentityHashMap<>();

	private final Set<String> parameters = new HashSet<>();

	private int depth;

	/** The number of operations to evaluate; what is written once can count twice. */
	private int size;

	/** Where the leaves of the tree begin, in the order of conversion. */
	private final List<Integer> leaves = new ArrayList<>();

	SqlConverter(String sql, SqlText text) {
		this.sql = sql;
		this.text = text;
		this.calls = new SqlCalls(this, text);
	}

	ParsedText parse(net.sf.jsqlparser.expression.Expression parsed) {
		Expression expression = convert(parsed);
		return new ParsedText(this.sql, expression, this.positions, Set.copyOf(this.parameters));
	}

	Expression convert(net.sf.jsqlparser.expression.Expression parsed) {
		enter();
		if (++this.size > MAX_SIZE) {
			throw ParsedText.invalid(this.sql, -1,
					"more than " + MAX_SIZE + " operations would be evaluated for each row; "
							+ "BETWEEN and CASE inside BETWEEN and CASE multiply them");
		}
		String extra = SqlExtras.of(parsed);
		if (extra != null) {
			throw this.text.extra(parsed, extra);
		}
		int leaf = this.leaves.size();
		Expression expression = convertNested(parsed);
		int position = (leaf < this.leaves.size()) ? this.leaves.get(leaf) : -1;
		this.positions.putIfAbsent(expression, position);
		leave();
		return expression;
	}

	/**
	 * Goes one deeper.
	 */
	void enter() {
		if (++this.depth > ExpressionChecker.MAX_DEPTH + 1) {
			throw ParsedText.invalid(this.sql, -1, "more than " + ExpressionChecker.MAX_DEPTH
					+ " conditions or operations are joined or nested; use IN for a long list of values");
		}
	}

	void leave() {
		this.depth--;
	}

	private Expression convertNested(net.sf.jsqlparser.expression.Expression parsed) {
		return switch (parsed) {
			case AndExpression and ->
				new Expression.And(convert(and.getLeftExpression()), convert(and.getRightExpression()));
			case OrExpression or ->
				new Expression.Or(convert(or.getLeftExpression()), convert(or.getRightExpression()));
			case NotExpression not -> new Expression.Not(convert(not.getExpression()));
			case ParenthesedExpressionList<?> list when list.size() == 1 -> inside(list.get(0));
			case IsNullExpression isNull -> negateIf(isNull.isNot() || isNull.isUseNotNull(),
					new Expression.IsNull(convert(isNull.getLeftExpression())));
			case IsBooleanExpression is ->
				negateIf(is.isNot(), new Expression.Is(convert(is.getLeftExpression()), is.isTrue()));
			case IsUnknownExpression is -> negateIf(is.isNot(), call("is_unknown", convert(is.getLeftExpression())));
			case IsDistinctExpression distinct -> distinct(distinct);
			case RegExpMatchOperator match -> regularExpression(match);
			case LikeExpression like -> negateIf(like.isNot(), like(like));
			case Between between -> between(between);
			case InExpression in -> negateIf(in.isNot(), in(in));
			case ComparisonOperator comparison -> comparison(comparison);
			case Addition sum -> arithmetic(sum, Operation.ADD);
			case Subtraction difference -> arithmetic(difference, Operation.SUBTRACT);
			case Multiplication product -> arithmetic(product, Operation.MULTIPLY);
			case Division quotient -> arithmetic(quotient, Operation.DIVIDE);
			case Modulo remainder -> arithmetic(remainder, Operation.REMAINDER);
			case Concat concat -> call("||", convert(concat.getLeftExpression()), convert(concat.getRightExpression()));
			default -> convertOperand(parsed);
		};
	}

	/**
	 * Parentheses are no operation.
	 */
	private Expression inside(net.sf.jsqlparser.expression.Expression parentheses) {
		leave();
		Expression expression = convert(parentheses);
		enter();
		return expression;
	}

	private Expression convertOperand(net.sf.jsqlparser.expression.Expression parsed) {
		return switch (parsed) {
			case JdbcNamedParameter parameter -> parameter(parameter);
			case Column column -> column(column);
			// The parser takes names such as "year" for key words.
			case DateUnitExpression word -> column(word.toString());
			case TimeKeyExpression word -> this.calls.timeKey(word.getStringValue());
			case SignedExpression signed -> signed(signed);
			case CaseExpression branches -> branches(branches);
			case CastExpression cast -> cast(cast);
			case Function function -> this.calls.function(function);
			case ExtractExpression extract -> call("date_part",
					leaf("extract", new Expression.Literal(extract.getName())), convert(extract.getExpression()));
			case TrimFunction trim -> this.calls.trim(trim);
			case JsonFunction json when json.getType() == JsonFunctionType.EXISTS
					&& json.getInputExpression() != null ->
				this.calls.jsonExists(json);
			case JsonExpression json -> this.calls.json(json);
			case ArrayConstructor array -> new Expression.Call("array", convertAll(array.getExpressions()));
			case ArrayExpression element when element.getIndexExpression() != null ->
				call("element", convert(element.getObjExpression()), convert(element.getIndexExpression()));
			case RowGetExpression field -> call("get_field", convert(field.getExpression()),
					new Expression.Literal(SqlNames.unquote(this.text.restored(field.getColumnName()))));
			default -> literal(parsed);
		};
	}

	private Expression literal(net.sf.jsqlparser.expression.Expression parsed) {
		SqlLiterals literals = new SqlLiterals();
		String image = SqlLiterals.image(parsed);
		if (image == null) {
			throw this.text.unsupported(parsed);
		}
		int offset = found(image);
		try {
			return new Expression.Literal(literals.value(parsed));
		}
		catch (IllegalArgumentException ex) {
			throw ParsedText.invalid(this.sql, offset, String.valueOf(ex.getMessage()));
		}
	}

	private Expression comparison(ComparisonOperator parsed) {
		Operator operator = switch (parsed.getStringExpression()) {
			case "=", "==" -> Operator.EQ;
			case "<>", "!=" -> Operator.NE;
			case "<" -> Operator.LT;
			case "<=" -> Operator.LE;
			case ">" -> Operator.GT;
			case ">=" -> Operator.GE;
			default -> throw this.text.unsupported(parsed);
		};
		BinaryExpression sides = parsed;
		return new Expression.Comparison(convert(sides.getLeftExpression()), operator,
				convert(sides.getRightExpression()));
	}

	private Expression arithmetic(BinaryExpression parsed, Operation operation) {
		return new Expression.Arithmetic(convert(parsed.getLeftExpression()), operation,
				convert(parsed.getRightExpression()));
	}

	private Expression distinct(IsDistinctExpression parsed) {
		Expression distinct = new Expression.IsDistinct(convert(parsed.getLeftExpression()),
				convert(parsed.getRightExpression()));
		return negateIf(parsed.isNot(), distinct);
	}

	private Expression regularExpression(RegExpMatchOperator parsed) {
		String operator = parsed.getStringExpression();
		Expression left = convert(parsed.getLeftExpression());
		Expression right = convert(parsed.getRightExpression());
		Expression match = operator.endsWith("*") ? call("regexp_like", left, right, new Expression.Literal("i"))
				: call("regexp_like", left, right);
		return negateIf(operator.startsWith("!"), match);
	}

	private Expression like(LikeExpression parsed) {
		boolean caseSensitive = switch (parsed.getLikeKeyWord()) {
			case LIKE -> true;
			case ILIKE -> false;
			default -> throw this.text.unsupported(parsed);
		};
		Expression operand = convert(parsed.getLeftExpression());
		Expression pattern = convert(parsed.getRightExpression());
		int escape = '\\';
		if (parsed.getEscape() != null) {
			if (!(literal(parsed.getEscape()) instanceof Expression.Literal(String character))
					|| character.codePointCount(0, character.length()) != 1) {
				throw this.text.unsupported(parsed);
			}
			escape = character.codePointAt(0);
		}
		return new Expression.Like(operand, pattern, escape, caseSensitive);
	}

	private Expression between(Between parsed) {
		int before = this.size;
		Expression operand = convert(parsed.getLeftExpression());
		repeat(this.size - before, 1);
		Expression from = convert(parsed.getBetweenExpressionStart());
		Expression to = convert(parsed.getBetweenExpressionEnd());
		Expression between = within(operand, from, to);
		if (parsed.isUsingSymmetric()) {
			repeat(this.size - before, 1);
			between = new Expression.Or(between, within(operand, to, from));
		}
		return negateIf(parsed.isNot(), between);
	}

	private static Expression within(Expression operand, Expression from, Expression to) {
		return new Expression.And(new Expression.Comparison(operand, Operator.GE, from),
				new Expression.Comparison(operand, Operator.LE, to));
	}

	private void repeat(int operations, int times) {
		this.size = (int) Math.min(Integer.MAX_VALUE - 1, this.size + (long) operations * times);
	}

	private Expression in(InExpression parsed) {
		Expression operand = convert(parsed.getLeftExpression());
		net.sf.jsqlparser.expression.Expression right = parsed.getRightExpression();
		if (right instanceof ExpressionList<?> list) {
			return new Expression.In(operand, convertAll(list));
		}
		Expression converted = convert(right);
		// A name behind IN is a list: 'a' IN tags.
		return (converted instanceof Expression.Parameter) ? new Expression.In(operand, List.of(converted))
				: call("array_has", converted, operand);
	}

	private Expression signed(SignedExpression parsed) {
		if (parsed.getSign() == '-' && SqlLiterals.isNumber(parsed.getExpression())) {
			String image = String.valueOf(SqlLiterals.image(parsed.getExpression()));
			return leaf(image, new Expression.Literal(SqlLiterals.negative(image)));
		}
		Expression operand = convert(parsed.getExpression());
		return switch (parsed.getSign()) {
			case '-' -> call("negative", operand);
			case '+' -> call("positive", operand);
			default -> throw this.text.unsupported(parsed);
		};
	}

	private Expression branches(CaseExpression parsed) {
		int before = this.size;
		Expression subject = (parsed.getSwitchExpression() != null) ? convert(parsed.getSwitchExpression()) : null;
		repeat(this.size - before, parsed.getWhenClauses().size() - 1);
		List<Expression.Branch> branches = new ArrayList<>();
		for (WhenClause when : parsed.getWhenClauses()) {
			Expression condition = convert(when.getWhenExpression());
			if (subject != null) {
				condition = new Expression.Comparison(subject, Operator.EQ, condition);
			}
			branches.add(new Expression.Branch(condition, convert(when.getThenExpression())));
		}
		Expression otherwise = (parsed.getElseExpression() != null) ? convert(parsed.getElseExpression())
				: new Expression.Literal(null);
		return new Expression.Case(branches, otherwise);
	}

	private Expression cast(CastExpression parsed) {
		Expression operand = convert(parsed.getLeftExpression());
		boolean orNull = parsed.keyword != null && !parsed.keyword.equalsIgnoreCase("CAST")
				&& parsed.isUseCastKeyword();
		try {
			return new Expression.Cast(operand, SqlTypes.parse(parsed.getColDataType()), orNull);
		}
		catch (IllegalArgumentException ex) {
			throw ParsedText.invalid(this.sql, found(SqlTypes.name(parsed.getColDataType()).split(" ")[0]),
					String.valueOf(ex.getMessage()));
		}
	}

	private Expression parameter(JdbcNamedParameter parsed) {
		String name = this.text.restored(parsed.getName());
		this.parameters.add(name);
		return leaf(name, new Expression.Parameter(name));
	}

	private Expression column(Column parsed) {
		ArrayConstructor element = parsed.getArrayConstructor();
		if (element == null) {
			String word = parsed.toString();
			return SqlCalls.isClock(word) ? this.calls.timeKey(word) : column(word);
		}
		String name = parsed.toString();
		Expression operand = column(name.substring(0, name.length() - element.toString().length()));
		for (net.sf.jsqlparser.expression.Expression index : element.getExpressions()) {
			operand = call("element", operand, convert(index));
		}
		return operand;
	}

	Expression column(String name) {
		List<String> quoted = SqlNames.split(this.text.restored(name));
		Expression column = new Expression.Column(quoted.stream().map(SqlNames::unquote).toList());
		return leaf(quoted.getFirst(), column);
	}

	List<Expression> convertAll(ExpressionList<?> list) {
		List<Expression> converted = new ArrayList<>(list.size());
		list.forEach((element) -> converted.add(convert(element)));
		return converted;
	}

	/**
	 * Notes where something begins in the text.
	 */
	void place(Expression expression, int offset) {
		this.positions.put(expression, offset);
	}

	Expression leaf(String image, Expression expression) {
		place(expression, found(image));
		return expression;
	}

	int found(@Nullable String image) {
		int offset = (image != null) ? this.text.find(image) : -1;
		this.leaves.add(offset);
		return offset;
	}

	static Expression call(String name, Expression... arguments) {
		return new Expression.Call(name, List.of(arguments));
	}

	private static Expression negateIf(boolean negated, Expression condition) {
		return negated ? new Expression.Not(condition) : condition;
	}

}
