package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.schema.Column;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Filter;

/**
 * Reads conditions in SQL: comparisons of a column with a literal or a named parameter,
 * {@code IN}, {@code BETWEEN}, {@code LIKE}, {@code ILIKE}, {@code IS NULL}, {@code AND},
 * {@code OR}, {@code NOT} and parentheses. Everything else is refused.
 */
public final class FilterParser {

	private static final int MAX_LENGTH = 20_000;

	/** The time to parse grows with the square of the depth. */
	private static final int MAX_DEPTH = 100;

	/** Evaluation goes as deep as the tree. */
	private static final int MAX_NESTING = 500;

	private final String sql;

	private final FilterOperands operands;

	private int depth;

	private FilterParser(String sql, FilterOperands operands) {
		this.sql = sql;
		this.operands = operands;
	}

	/**
	 * Reads a condition and checks it against a schema.
	 * @param sql the condition, for example {@code lang = :lang AND year >= 2020}
	 * @param parameters the values of the named parameters
	 * @param schema the schema of the table
	 * @return the condition as a tree
	 * @throws InvalidInputException if the text is no condition, names an unknown column
	 * or parameter, or compares what cannot be compared
	 */
	public static Filter parse(String sql, Map<String, ? extends @Nullable Object> parameters, Schema schema) {
		if (sql.isBlank() || sql.length() > MAX_LENGTH) {
			throw new InvalidInputException("A filter needs 1 to " + MAX_LENGTH + " characters, but has "
					+ (sql.isBlank() ? "none but blanks" : sql.length()));
		}
		requireShallow(sql);
		return new FilterParser(sql, new FilterOperands(sql, parameters, schema)).convert(expression(sql));
	}

	private static void requireShallow(String sql) {
		int depth = 0;
		boolean quoted = false;
		for (int i = 0; i < sql.length() && depth <= MAX_DEPTH; i++) {
			char character = sql.charAt(i);
			quoted ^= character == '\'';
			if (!quoted) {
				depth += (character == '(') ? 1 : 0;
				depth -= (character == ')') ? 1 : 0;
			}
		}
		if (depth > MAX_DEPTH) {
			throw new InvalidInputException("A filter may nest " + MAX_DEPTH + " parentheses deep, but this one nests "
					+ "deeper: " + sql.substring(0, MAX_DEPTH) + "...");
		}
	}

	private static Expression expression(String sql) {
		try {
			CCJSqlParser parser = CCJSqlParserUtil.newParser(sql);
			Expression expression = parser.Expression();
			if (parser.getToken(1).kind != 0) {
				throw new InvalidInputException("The filter '" + sql + "' goes on with '" + parser.getToken(1).image
						+ "' at column " + parser.getToken(1).beginColumn + ", where its end was expected");
			}
			return expression;
		}
		catch (ParseException | TokenMgrException | StackOverflowError ex) {
			throw new InvalidInputException("The filter '" + sql + "' is not a condition in SQL: " + firstLine(ex), ex);
		}
	}

	private static String firstLine(Throwable ex) {
		return (ex.getMessage() != null) ? ex.getMessage().lines().findFirst().orElse("") : "it nests too deep";
	}

	private Filter convert(Expression expression) {
		if (++this.depth > MAX_NESTING) {
			throw new InvalidInputException("A filter may join or nest " + MAX_NESTING
					+ " conditions, but this one has more; use IN for a long list of values");
		}
		Filter filter = convertNested(expression);
		this.depth--;
		return filter;
	}

	private Filter convertNested(Expression expression) {
		return switch (expression) {
			case AndExpression and ->
				new Filter.And(convert(and.getLeftExpression()), convert(and.getRightExpression()));
			case OrExpression or -> new Filter.Or(convert(or.getLeftExpression()), convert(or.getRightExpression()));
			case NotExpression not -> new Filter.Not(convert(not.getExpression()));
			case ParenthesedExpressionList<?> list when list.size() == 1 -> convert(list.get(0));
			case BooleanValue constant -> new Filter.Constant(constant.getValue());
			case NullValue constant -> new Filter.Constant(null);
			case IsNullExpression isNull -> negateIf(isNull.isNot(), isNull(isNull));
			case LikeExpression like -> negateIf(like.isNot(), like(like));
			case Between between -> negateIf(between.isNot(), between(between));
			case InExpression in -> negateIf(in.isNot(), in(in));
			case ComparisonOperator comparison -> comparison(comparison);
			case Column column -> this.operands.flag(column);
			default -> throw unsupported(expression);
		};
	}

	private Filter isNull(IsNullExpression expression) {
		return new Filter.IsNull(this.operands.column(expression.getLeftExpression()).getName());
	}

	private Filter like(LikeExpression expression) {
		if (expression.getEscape() != null || !(expression.getLikeKeyWord().name().equals("LIKE")
				|| expression.getLikeKeyWord().name().equals("ILIKE"))) {
			throw unsupported(expression);
		}
		boolean caseSensitive = expression.getLikeKeyWord().name().equals("LIKE");
		return this.operands.like(expression.getLeftExpression(), expression.getRightExpression(), caseSensitive);
	}

	private Filter between(Between expression) {
		Expression column = expression.getLeftExpression();
		return new Filter.And(this.operands.compare(column, Filter.Operator.GE, expression.getBetweenExpressionStart()),
				this.operands.compare(column, Filter.Operator.LE, expression.getBetweenExpressionEnd()));
	}

	private Filter in(InExpression expression) {
		List<@Nullable Object> values = new ArrayList<>();
		Expression right = expression.getRightExpression();
		if (right instanceof ExpressionList<?> list) {
			list.forEach((element) -> addValues(element, values));
		}
		else {
			addValues(right, values);
		}
		return this.operands.in(expression.getLeftExpression(), values);
	}

	private void addValues(Expression element, List<@Nullable Object> values) {
		Object value = this.operands.value(element);
		if (element instanceof JdbcNamedParameter && value instanceof Collection<?> collection) {
			values.addAll(collection);
		}
		else {
			values.add(value);
		}
	}

	private Filter comparison(ComparisonOperator expression) {
		Filter.Operator operator = switch (expression.getStringExpression()) {
			case "=", "==" -> Filter.Operator.EQ;
			case "<>", "!=" -> Filter.Operator.NE;
			case "<" -> Filter.Operator.LT;
			case "<=" -> Filter.Operator.LE;
			case ">" -> Filter.Operator.GT;
			case ">=" -> Filter.Operator.GE;
			default -> throw unsupported(expression);
		};
		BinaryExpression sides = expression;
		if (this.operands.isColumn(sides.getLeftExpression())) {
			return this.operands.compare(sides.getLeftExpression(), operator, sides.getRightExpression());
		}
		return this.operands.compare(sides.getRightExpression(), operator.mirrored(), sides.getLeftExpression());
	}

	private static Filter negateIf(boolean negated, Filter filter) {
		return negated ? new Filter.Not(filter) : filter;
	}

	private InvalidInputException unsupported(Expression expression) {
		return new InvalidInputException("The filter '" + this.sql + "' has '" + expression
				+ "', which is not supported; supported are comparisons of a column with a value, IN, BETWEEN, LIKE, "
				+ "ILIKE, IS NULL, AND, OR, NOT and parentheses");
	}

}
