package io.fletch.store.expression.parse;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.JsonFunction;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.schema.Column;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Expression;

/**
 * Turns the parser's calls of functions into ours, and the steps into JSON, which are
 * calls.
 */
final class SqlCalls {

	private final SqlConverter converter;

	private final SqlText text;

	SqlCalls(SqlConverter converter, SqlText text) {
		this.converter = converter;
		this.text = text;
	}

	Expression function(Function parsed) {
		int offset = this.converter.found(parsed.getMultipartName().getLast());
		String name = parsed.getName().toLowerCase(Locale.ROOT);
		Expression call = new Expression.Call(name, arguments(parsed));
		this.converter.place(call, offset);
		Column attribute = parsed.getAttributeColumn();
		if (attribute == null) {
			return call;
		}
		return SqlConverter.call("get_field", call,
				new Expression.Literal(SqlNames.unquote(this.text.restored(attribute.toString()))));
	}

	private List<Expression> arguments(Function parsed) {
		if (parsed.getNamedParameters() != null) {
			List<String> words = parsed.getNamedParameters().getNames();
			String written = String.join(" ", words).toLowerCase(Locale.ROOT).strip();
			List<Expression> converted = this.converter.convertAll(parsed.getNamedParameters());
			return switch (parsed.getName().toLowerCase(Locale.ROOT) + " " + written) {
				case "substring from", "substring from for", "substr from", "substr from for" -> converted;
				case "position in" -> converted.reversed();
				default -> throw this.text.extra(parsed, words.getLast());
			};
		}
		return (parsed.getParameters() != null) ? this.converter.convertAll(parsed.getParameters()) : List.of();
	}

	Expression trim(TrimFunction parsed) {
		String name = (parsed.getTrimSpecification() == null) ? "trim" : switch (parsed.getTrimSpecification()) {
			case LEADING -> "ltrim";
			case TRAILING -> "rtrim";
			case BOTH -> "trim";
		};
		this.converter.found("trim");
		if (parsed.getExpression() == null && parsed.getFromExpression() == null) {
			return SqlConverter.call(name);
		}
		if (parsed.getFromExpression() == null) {
			return SqlConverter.call(name, this.converter.convert(parsed.getExpression()));
		}
		Expression first = this.converter.convert(parsed.getExpression());
		Expression second = this.converter.convert(parsed.getFromExpression());
		return parsed.isUsingFromKeyword() ? SqlConverter.call(name, second, first)
				: SqlConverter.call(name, first, second);
	}

	Expression jsonExists(JsonFunction parsed) {
		this.converter.found("json_exists");
		return SqlConverter.call("json_exists", this.converter.convert(parsed.getInputExpression().getExpression()),
				this.converter.convert(parsed.getJsonPathExpression()));
	}

	Expression json(JsonExpression parsed) {
		return steps(this.converter.convert(parsed.getExpression()), parsed);
	}

	/**
	 * Goes into JSON step by step from the left; the parser joins the last ones first.
	 */
	private Expression steps(Expression json, JsonExpression parsed) {
		this.converter.enter();
		Expression value = json;
		for (Map.Entry<net.sf.jsqlparser.expression.Expression, String> step : parsed.getIdentList()) {
			String function = switch (step.getValue()) {
				case "->" -> "json_get";
				case "->>" -> "json_get_string";
				default -> throw this.text.unsupported(parsed);
			};
			if (step.getKey() instanceof JsonExpression more) {
				value = steps(SqlConverter.call(function, value, this.converter.convert(more.getExpression())), more);
			}
			else {
				value = SqlConverter.call(function, value, key(step.getKey()));
			}
		}
		this.converter.leave();
		return value;
	}

	/**
	 * The parser takes whatever follows a key for a part of it.
	 */
	private Expression key(net.sf.jsqlparser.expression.Expression parsed) {
		if (parsed instanceof BinaryExpression || parsed instanceof InExpression || parsed instanceof IsNullExpression
				|| parsed instanceof Between) {
			throw new InvalidInputException("What follows a key of JSON belongs to the key, as in " + parsed
					+ "; put the key and what it is looked up in into parentheses, for example (js ->> 'a') = 'b'");
		}
		return this.converter.convert(parsed);
	}

	/**
	 * Takes a word for the clock if it is one, else for a column.
	 */
	Expression timeKey(String word) {
		String name = word.replace("()", "").toLowerCase(Locale.ROOT);
		return switch (name) {
			case "current_date", "current_timestamp", "current_time", "localtimestamp", "localtime" ->
				this.converter.leaf(name, new Expression.Call(name, List.of()));
			default -> this.converter.column(word);
		};
	}

	/**
	 * Tells whether the parser takes a key word of the standard for the name of a column.
	 */
	static boolean isClock(String word) {
		return word.equalsIgnoreCase("localtimestamp") || word.equalsIgnoreCase("localtime");
	}

}
