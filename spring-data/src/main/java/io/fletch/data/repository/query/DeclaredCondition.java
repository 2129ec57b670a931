package io.fletch.data.repository.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.query.ValueExpressionDelegate;
import org.springframework.data.repository.query.ValueExpressionQueryRewriter;
import org.springframework.expression.ParseException;
import org.springframework.util.StringUtils;

import io.fletch.data.FletchQuery;

/**
 * A condition in SQL whose parameters are those of a method, and the values of Spring's
 * expressions, <code>:#{...}</code> and <code>:${...}</code>. No value becomes part of
 * the text.
 */
final class DeclaredCondition {

	/** The names of the parameters that stand for expressions. */
	private static final String EXPRESSION = "fletch_expression_";

	private static final Pattern LITERALS = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`");

	private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

	private static final Pattern MEANINGLESS = Pattern.compile("[#$]\\{|\\?\\d*");

	private final ValueExpressionQueryRewriter.QueryExpressionEvaluator expressions;

	private final String sql;

	private final Set<String> names;

	/**
	 * Reads a condition.
	 * @param sql the condition, empty for none
	 * @throws IllegalArgumentException if it has what means nothing here
	 */
	DeclaredCondition(String sql, FletchQueryMethod method, ValueExpressionDelegate delegate) {
		try {
			this.expressions = ValueExpressionQueryRewriter
				.of(delegate, (number, expression) -> EXPRESSION + number, (prefix, name) -> ":" + name)
				.parse(sql, method.getParameters());
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The condition \"" + sql + "\" of the method " + method + " cannot be read: " + ex.getMessage(),
					ex);
		}
		this.sql = this.expressions.getQueryString();
		String plain = LITERALS.matcher(this.sql).replaceAll("''");
		this.names = PARAMETER.matcher(plain).results().map((found) -> found.group(1)).collect(Collectors.toSet());
		Matcher wrong = MEANINGLESS.matcher(plain);
		if (wrong.find()) {
			throw new IllegalArgumentException("The condition \"" + sql + "\" of the method " + method + " has '"
					+ wrong.group() + "', which means nothing here; write :name for a parameter of the method, and "
					+ ":#{...} or :${...} for an expression");
		}
		requireParameters(sql, method);
	}

	private void requireParameters(String sql, FletchQueryMethod method) {
		List<String> known = method.getParameters()
			.getBindableParameters()
			.stream()
			.flatMap((parameter) -> parameter.getName().stream())
			.toList();
		for (String name : this.names) {
			if (!name.startsWith(EXPRESSION) && !known.contains(name)) {
				throw new IllegalArgumentException("The condition \"" + sql + "\" of the method " + method + " has :"
						+ name + ", but the parameters of the method are " + known
						+ "; name one of them, or give one this name by @Param");
			}
		}
	}

	/**
	 * Adds the condition to a query.
	 * @param named the parameters of the method by their names
	 * @param arguments all that the method was given
	 */
	<T extends Record> FletchQuery<T> in(FletchQuery<T> query, Map<String, @Nullable Object> named,
			@Nullable Object[] arguments) {
		if (!StringUtils.hasText(this.sql)) {
			return query;
		}
		Map<String, @Nullable Object> values = this.expressions.evaluate(arguments);
		if (values.isEmpty()) {
			return query.where(this.sql, named);
		}
		Map<String, @Nullable Object> parameters = new HashMap<>(named);
		parameters.keySet().retainAll(this.names);
		parameters.putAll(values);
		return query.where(this.sql, parameters);
	}

}
