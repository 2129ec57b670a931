package io.fletch.context.retrieval;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A condition on rows, as the store's {@code where} takes it.
 *
 * @param sql the condition, with {@code :name} for values
 * @param parameters the values by name
 */
public record Condition(String sql, Map<String, @Nullable Object> parameters) {

	/** A parameter, or what is quoted and holds none. */
	private static final Pattern PARAMETER = Pattern
		.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|`[^`]*+`|:([\\p{L}_][\\p{L}\\p{N}_]*+)");

	/**
	 * Copies the values.
	 * @param sql the condition, not blank
	 * @param parameters the values by name
	 */
	public Condition {
		Objects.requireNonNull(sql, "sql");
		Objects.requireNonNull(parameters, "parameters");
		if (sql.isBlank()) {
			throw new IllegalArgumentException("sql must not be blank: give a condition such as year >= :year");
		}
		parameters = Collections.unmodifiableMap(new HashMap<>(parameters));
	}

	/**
	 * A condition without values.
	 * @param sql the condition
	 */
	public Condition(String sql) {
		this(sql, Map.of());
	}

	/**
	 * Joins two conditions. A parameter that both have with different values gets another
	 * name in the second.
	 * @param other another condition on the same rows
	 * @return the condition that is true where both are
	 */
	public Condition and(Condition other) {
		Objects.requireNonNull(other, "other");
		Map<String, @Nullable Object> joined = new HashMap<>(this.parameters);
		Map<String, String> renamed = new HashMap<>();
		for (Map.Entry<String, @Nullable Object> each : other.parameters.entrySet()) {
			String name = each.getKey();
			if (joined.containsKey(name) && !equal(joined.get(name), each.getValue())) {
				name = unused(name, joined, other.parameters);
			}
			renamed.put(each.getKey(), name);
			joined.put(name, each.getValue());
		}
		return new Condition("(" + this.sql + ") AND (" + renamed(other.sql, renamed) + ")", joined);
	}

	private static String unused(String name, Map<String, ?> some, Map<String, ?> others) {
		int number = 2;
		while (some.containsKey(name + "_" + number) || others.containsKey(name + "_" + number)) {
			number++;
		}
		return name + "_" + number;
	}

	private static String renamed(String sql, Map<String, String> names) {
		return PARAMETER.matcher(sql).replaceAll((found) -> {
			String name = found.group(1);
			String changed = (name != null) ? ":" + names.getOrDefault(name, name) : found.group();
			return Matcher.quoteReplacement(changed);
		});
	}

	private static boolean equal(@Nullable Object left, @Nullable Object right) {
		return (left != null) ? left.equals(right) : right == null;
	}

}
