package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;

/**
 * Reads expressions in SQL and checks them against a schema. The language is described in
 * {@code docs/filters.md}; what is not in it is refused.
 */
public final class ExpressionParser {

	private static final ParsedTextCache CACHE = new ParsedTextCache();

	private static final Pattern LEXICAL_PLACE = Pattern.compile("line (\\d+), column (\\d+)");

	private ExpressionParser() {
	}

	/**
	 * Reads an expression.
	 * @param sql the expression, for example {@code price * :rate}
	 * @param parameters the values of the named parameters
	 * @param schema the schema of the table
	 * @return the expression, without parameters
	 * @throws InvalidInputException if the text is no expression, names an unknown
	 * column, function or parameter, does not use a given parameter, or combines what
	 * does not fit
	 */
	public static Expression parse(String sql, Map<String, ? extends @Nullable Object> parameters, Schema schema) {
		ParsedText text = parsed(sql, parameters);
		return new ExpressionChecker(schema, text, parameters).check(text.expression()).expression();
	}

	/**
	 * Reads a condition.
	 * @param sql the condition, for example {@code lang = :lang AND year >= 2020}
	 * @param parameters the values of the named parameters
	 * @param schema the schema of the table
	 * @return the condition
	 * @throws InvalidInputException as of {@link #parse}, and if the expression is no
	 * condition
	 */
	public static Filter parseFilter(String sql, Map<String, ? extends @Nullable Object> parameters, Schema schema) {
		ParsedText text = parsed(sql, parameters);
		return new Filter(new ExpressionChecker(schema, text, parameters).condition(text.expression()).expression());
	}

	/**
	 * Checks a condition that was not made of text.
	 * @param condition the condition
	 * @param schema the schema of the table
	 * @return the condition
	 * @throws InvalidInputException as of {@link #parseFilter}
	 */
	public static Filter filter(Expression condition, Schema schema) {
		return new Filter(new ExpressionChecker(schema, ParsedText.untexted(condition), Map.of()).condition(condition)
			.expression());
	}

	/**
	 * Reads a condition on a row of a table and a row that is merged into it. Columns are
	 * named {@code target.x} and {@code source.x}; the prefix can be left out where only
	 * one of the two has the column.
	 * @param sql the condition, for example {@code target.changed < source.changed}
	 * @param parameters the values of the named parameters
	 * @param target the schema of the table
	 * @param source the schema of the rows that are merged
	 * @return the condition, on rows of {@link #mergeSchema(Schema, Schema)}
	 * @throws InvalidInputException as of {@link #parseFilter}, and if a name without
	 * prefix is in both schemas
	 */
	public static Filter parseMergeCondition(String sql, Map<String, ? extends @Nullable Object> parameters,
			Schema target, Schema source) {
		ParsedText text = parsed(sql, parameters).copy();
		Expression qualified = new MergeNames(target, source, text).qualify(text.expression());
		Schema both = mergeSchema(target, source);
		return new Filter(new ExpressionChecker(both, text, parameters).condition(qualified).expression());
	}

	/**
	 * Returns the schema of the rows that merge conditions are evaluated on.
	 * @param target the schema of the table
	 * @param source the schema of the rows that are merged
	 * @return the columns of the table, then those of the rows that are merged, with
	 * {@code target.} and {@code source.} before their names
	 */
	public static Schema mergeSchema(Schema target, Schema source) {
		List<Field> fields = new ArrayList<>();
		target.getFields().forEach((field) -> fields.add(prefixed(MergeNames.TARGET, field)));
		source.getFields().forEach((field) -> fields.add(prefixed(MergeNames.SOURCE, field)));
		return new Schema(fields);
	}

	private static Field prefixed(String prefix, Field field) {
		return FieldTypes.named(prefix + "." + field.getName(), field, field.isNullable());
	}

	/**
	 * Returns the type of an expression's result.
	 * @param expression an expression that was checked against the schema
	 * @param schema the schema of the table
	 * @param name the name of the field
	 * @return a field of that name and type; not nullable if no row can give null
	 */
	public static Field resultField(Expression expression, Schema schema, String name) {
		Field field = check(expression, schema).field();
		return FieldTypes.named(name, field, field.isNullable());
	}

	/**
	 * Returns the parameters of an expression.
	 * @param sql the expression
	 * @return the names of the parameters, without colon
	 * @throws InvalidInputException if the text is no expression
	 */
	public static Set<String> parameters(String sql) {
		return CACHE.get(sql, ExpressionParser::parse).parameters();
	}

	/**
	 * Returns the columns that an expression reads.
	 * @param expression the expression
	 * @return the names of the columns, without those of fields inside
	 */
	public static Set<String> columns(Expression expression) {
		Set<String> names = new LinkedHashSet<>();
		ExpressionTree.replace(expression, (leaf) -> {
			if (leaf instanceof Expression.Column column) {
				names.add(column.path().getFirst());
			}
			return leaf;
		}, new IdentityHashMap<>());
		return names;
	}

	/**
	 * Checks an expression that was not made of text.
	 * @param expression the expression, without parameters
	 * @param schema the schema of the table
	 * @return the expression as it can be evaluated
	 * @throws InvalidInputException as of {@link #parse}
	 */
	public static Expression checked(Expression expression, Schema schema) {
		return check(expression, schema).expression();
	}

	private static Typed check(Expression expression, Schema schema) {
		return new ExpressionChecker(schema, ParsedText.untexted(expression), Map.of()).check(expression);
	}

	private static ParsedText parsed(String sql, Map<String, ? extends @Nullable Object> parameters) {
		ParsedText text = CACHE.get(sql, ExpressionParser::parse);
		for (String name : parameters.keySet()) {
			if (!text.parameters().contains(name)) {
				throw ParsedText.invalid(sql, -1, "there is no parameter :" + name + "; " + (text.parameters().isEmpty()
						? "it has no parameters" : "its parameters are " + new TreeSet<>(text.parameters())));
			}
		}
		return text;
	}

	private static ParsedText parse(String sql) {
		SqlText text = SqlText.of(sql);
		try {
			CCJSqlParser parser = CCJSqlParserUtil.newParser(text.parsable());
			net.sf.jsqlparser.expression.Expression parsed = parser.Expression();
			Token next = parser.getToken(1);
			if (next.kind != 0) {
				throw ParsedText.invalid(sql, -1,
						"the text goes on with '" + text.restored(next.image) + "' at " + place(next)
								+ ", where its end was expected; a single condition or expression is taken"
								+ ParsedText.excerpt(sql, offset(sql, next)));
			}
			return new SqlConverter(sql, text).parse(parsed);
		}
		catch (TokenMgrException ex) {
			throw unreadable(sql, ex);
		}
		catch (ParseException | StackOverflowError ex) {
			throw new InvalidInputException("The filter or expression '" + ParsedText.shortened(sql)
					+ "' is not a condition in SQL, nor another expression: " + text.restored(reason(ex))
					+ excerpt(sql, ex), ex);
		}
	}

	private static InvalidInputException unreadable(String sql, TokenMgrException ex) {
		Matcher place = LEXICAL_PLACE.matcher(String.valueOf(ex.getMessage()));
		int offset = place.find() ? offset(sql, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
				: -1;
		boolean isInside = offset >= 0 && offset < sql.length();
		return ParsedText.invalid(sql, isInside ? offset : -1,
				(isInside ? "'" + Character.toString(sql.codePointAt(offset)) + "'" : "what stands there")
						+ " has no meaning in SQL; put texts into ' and odd names into `");
	}

	private static String reason(Throwable ex) {
		if (ex instanceof ParseException problem && problem.currentToken != null && problem.currentToken.next != null) {
			Token token = problem.currentToken.next;
			String found = (token.kind == 0) ? "its end" : "'" + token.image + "'";
			return found + " was not expected at " + place(token);
		}
		return (ex.getMessage() != null) ? ex.getMessage().lines().findFirst().orElse("") : "it nests too deep";
	}

	private static String excerpt(String sql, Throwable ex) {
		return (ex instanceof ParseException problem && problem.currentToken != null
				&& problem.currentToken.next != null) ? ParsedText.excerpt(sql, offset(sql, problem.currentToken.next))
						: "";
	}

	private static String place(Token token) {
		return ((token.beginLine > 1) ? "line " + token.beginLine + ", " : "") + "column " + token.beginColumn;
	}

	private static int offset(String sql, Token token) {
		return (token.kind == 0) ? sql.stripTrailing().length() : offset(sql, token.beginLine, token.beginColumn);
	}

	private static int offset(String sql, int atLine, int atColumn) {
		int lineStart = 0;
		for (int line = 1; line < atLine; line++) {
			lineStart = sql.indexOf('\n', lineStart) + 1;
		}
		return lineStart + atColumn - 1;
	}

}
