package io.fletch.context.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.Condition;

/**
 * Reads one line of what a model wrote: a column, an operator and a value. The column's
 * name comes from the schema and the value becomes a parameter, so nothing that a model
 * writes becomes part of a condition's text.
 */
final class DrawnCondition {

	private static final Pattern LINE = Pattern.compile(
			"^[`\"]?([\\p{L}_][\\p{L}\\p{N}_.]{0,100}+)[`\"]?\\s*+(<=|>=|<>|!=|==|=|<|>|\\bin\\b|\\bcontains\\b|\\blike\\b)\\s*+(.{1,1000}+)$",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern QUOTED = Pattern.compile("^(['\"])(.*)\\1$");

	/** An item of a list: quoted, with commas if it has any, or up to the next comma. */
	private static final Pattern ITEM = Pattern
		.compile("(?<=^|,)(?:\\s*\"[^\"]*\"\\s*(?=,|$)|\\s*'[^']*'\\s*(?=,|$)|[^,]*)");

	private static final int MOST_VALUES = 50;

	private final List<FilterColumn> columns;

	private final int number;

	/**
	 * Reads lines.
	 * @param columns the columns that may be asked
	 * @param number tells the parameters of this line from those of others
	 */
	DrawnCondition(List<FilterColumn> columns, int number) {
		this.columns = columns;
		this.number = number;
	}

	Optional<Condition> read(String line) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		return this.columns.stream()
			.filter((column) -> column.name().equalsIgnoreCase(matcher.group(1)))
			.findFirst()
			.flatMap(
					(column) -> condition(column, matcher.group(2).toLowerCase(Locale.ROOT), matcher.group(3).strip()));
	}

	private Optional<Condition> condition(FilterColumn column, String operator, String written) {
		String name = "`" + column.name() + "`";
		String parameter = "drawn" + this.number;
		if (column.type() == FilterColumn.Type.TEXTS) {
			return havingAny(column, operator, written, parameter);
		}
		if (operator.equals("in")) {
			return values(column, written)
				.map((values) -> new Condition(name + " IN (:" + parameter + ")", Map.of(parameter, values)));
		}
		if (operator.equals("contains")) {
			return having(column, "contains", unquoted(written), parameter);
		}
		if (operator.equals("like")) {
			return like(column, unquoted(written), parameter);
		}
		Object value = value(column, unquoted(written));
		if (value == null) {
			return Optional.empty();
		}
		String plain = operator.equals("==") ? "=" : operator.equals("!=") ? "<>" : operator;
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put(parameter, value);
		return Optional.of(new Condition(name + " " + plain + " :" + parameter, parameters));
	}

	private static Optional<Condition> like(FilterColumn column, String pattern, String parameter) {
		boolean isOpenBefore = pattern.startsWith("%");
		boolean isOpenBehind = pattern.length() > 1 && pattern.endsWith("%");
		String part = pattern.substring(isOpenBefore ? 1 : 0, pattern.length() - (isOpenBehind ? 1 : 0));
		boolean hasWildcard = part.contains("%") || part.contains("_") || part.contains("\\");
		if (hasWildcard || !(isOpenBefore || isOpenBehind)) {
			return Optional.empty();
		}
		String function = isOpenBefore ? (isOpenBehind ? "contains" : "ends_with") : "starts_with";
		return having(column, function, part, parameter);
	}

	private static Optional<Condition> having(FilterColumn column, String function, String part, String parameter) {
		boolean isText = column.type() == FilterColumn.Type.TEXT && !part.isBlank();
		return isText ? Optional.of(new Condition(function + "(lower(`" + column.name() + "`), :" + parameter + ")",
				Map.of(parameter, part.toLowerCase(Locale.ROOT)))) : Optional.empty();
	}

	private static Optional<Condition> havingAny(FilterColumn column, String operator, String written,
			String parameter) {
		boolean isOne = operator.startsWith("=") || operator.equals("contains");
		if (!isOne && !operator.equals("in")) {
			return Optional.empty();
		}
		return values(column, written).filter((values) -> !isOne || values.size() == 1)
			.map((values) -> new Condition("array_has_any(`" + column.name() + "`, :" + parameter + ")",
					Map.of(parameter, values)));
	}

	private static Optional<List<Object>> values(FilterColumn column, String written) {
		String list = written.replaceAll("^[(\\[]|[)\\]]$", "");
		List<Object> values = new ArrayList<>();
		for (String each : ITEM.matcher(list).results().map(MatchResult::group).toList()) {
			Object value = value(column, unquoted(each.strip()));
			if (value == null || values.size() == MOST_VALUES) {
				return Optional.empty();
			}
			values.add(value);
		}
		return Optional.of(values);
	}

	private static String unquoted(String written) {
		Matcher quoted = QUOTED.matcher(written);
		return quoted.matches() ? quoted.group(2) : written;
	}

	private static @Nullable Object value(FilterColumn column, String written) {
		try {
			return switch (column.type()) {
				case TEXT, TEXTS -> text(column, written);
				case INTEGER -> Long.valueOf(written);
				case NUMBER -> finite(Double.parseDouble(written));
				case BOOLEAN -> truth(written);
				case DATE -> LocalDate.parse(written);
				case TIMESTAMP -> Instant.parse(written);
			};
		}
		catch (NumberFormatException | DateTimeException ex) {
			// Not a value of the column: the line is reported as not understood.
			return null;
		}
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

	private static @Nullable Boolean truth(String written) {
		return switch (written.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> null;
		};
	}

	private static @Nullable String text(FilterColumn column, String written) {
		if (column.values().isEmpty()) {
			return written;
		}
		return column.values().stream().filter((value) -> value.equalsIgnoreCase(written)).findFirst().orElse(null);
	}

}
