package io.fletch.store.expression.parse;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Expression;
import io.fletch.store.query.ExpressionSql;

/**
 * A text that was parsed, but not yet checked against a schema.
 *
 * @param sql the text
 * @param expression what it says
 * @param positions where each part of the expression begins in the text
 * @param parameters the names of the parameters in the text
 */
public record ParsedText(String sql, Expression expression, Map<Expression, Integer> positions,
		Set<String> parameters) {

	private static final int SHOWN = 300;

	/** How many characters an excerpt shows to each side. */
	private static final int EXCERPT = 60;

	/**
	 * Wraps an expression that was not made of text.
	 */
	public static ParsedText untexted(Expression expression) {
		return new ParsedText("", expression, new IdentityHashMap<>(), Set.of());
	}

	/**
	 * Returns the same text with positions of its own, to which others can be added.
	 */
	ParsedText copy() {
		return new ParsedText(this.sql, this.expression, new IdentityHashMap<>(this.positions), this.parameters);
	}

	/**
	 * Says what is wrong with the whole.
	 */
	InvalidInputException invalid(String what) {
		return this.sql.isEmpty() ? new InvalidInputException("In an expression, " + what)
				: invalid(this.sql, -1, what);
	}

	InvalidInputException invalid(Expression at, String what) {
		if (this.sql.isEmpty()) {
			return new InvalidInputException("In the expression " + shown(at) + ", " + what);
		}
		return invalid(this.sql, this.positions.getOrDefault(at, -1), what);
	}

	private static String shown(Expression at) {
		return (at instanceof Expression.Literal literal) ? "of the value " + literal.value()
				: "'" + ExpressionSql.shortened(at) + "'";
	}

	static InvalidInputException invalid(String sql, int offset, String what) {
		return new InvalidInputException("In the filter or expression '" + shortened(sql) + "'" + position(sql, offset)
				+ ", " + what + excerpt(sql, offset));
	}

	/**
	 * Shows the place of an error: its line, cut if it is long, and a mark below.
	 */
	static String excerpt(String sql, int offset) {
		if (offset < 0 || offset > sql.length()) {
			return "";
		}
		int lineStart = sql.lastIndexOf('\n', offset - 1) + 1;
		int lineEnd = sql.indexOf('\n', offset);
		int begin = Math.max(lineStart, offset - EXCERPT);
		int end = Math.min((lineEnd < 0) ? sql.length() : lineEnd, offset + EXCERPT);
		String blanks = sql.substring(begin, offset).replaceAll("[^\\t]", " ");
		return "\n  " + sql.substring(begin, end).stripTrailing() + "\n  " + blanks + "^";
	}

	static String shortened(String sql) {
		return (sql.length() > SHOWN) ? sql.substring(0, SHOWN) + "..." : sql;
	}

	private static String position(String sql, int offset) {
		if (offset < 0) {
			return "";
		}
		int line = 1;
		int lineStart = 0;
		for (int i = 0; i < offset && i < sql.length(); i++) {
			if (sql.charAt(i) == '\n') {
				line++;
				lineStart = i + 1;
			}
		}
		String column = " at column " + (offset - lineStart + 1);
		return (line > 1 || sql.indexOf('\n') >= 0) ? " at line " + line + "," + column.substring(3) : column;
	}

}
