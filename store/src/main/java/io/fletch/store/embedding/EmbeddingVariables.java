package io.fletch.store.embedding;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Variables by which options have values that are written nowhere: {@code ${NAME}} and
 * {@code ${NAME:default}} anywhere in a text, and {@code $var:NAME} and
 * {@code $var:NAME:default} as the whole of it. A default may hold colons.
 */
final class EmbeddingVariables {

	private static final Pattern INSIDE = Pattern.compile("\\$\\{([^:}]*)(?::([^}]*))?}");

	private static final Pattern WHOLE = Pattern.compile("\\$var:([^:]*)(?::(.*))?", Pattern.DOTALL);

	private final Map<String, String> values = new ConcurrentHashMap<>();

	private final UnaryOperator<@Nullable String> environment;

	EmbeddingVariables(UnaryOperator<@Nullable String> environment) {
		this.environment = environment;
	}

	void put(String name, String value) {
		if (name.isBlank() || name.contains(":") || name.contains("}")) {
			throw new EmbeddingException(
					"A variable cannot be named '" + name + "': give a name without ':' and '}', which end it");
		}
		this.values.put(name, value);
	}

	/**
	 * Returns a text with the values of its variables.
	 * @param what where it stands, for messages
	 */
	String resolve(String text, String what) {
		Matcher whole = WHOLE.matcher(text);
		if (whole.matches()) {
			return value(whole, what);
		}
		StringBuilder resolved = new StringBuilder();
		Matcher inside = INSIDE.matcher(text);
		int end = 0;
		while (inside.find()) {
			resolved.append(text, end, inside.start()).append(value(inside, what));
			end = inside.end();
		}
		return resolved.append(text.substring(end)).toString();
	}

	private String value(Matcher variable, String what) {
		String name = variable.group(1);
		String value = this.values.get(name);
		if (value == null && !name.isEmpty()) {
			value = this.environment.apply(name);
		}
		if (value == null) {
			value = variable.group(2);
		}
		if (value == null) {
			throw new EmbeddingException(
					what + " needs the variable '" + name + "', which has no value: give it one by " + "variable(\""
							+ name + "\", value) of the registry, in the environment, or as ${" + name + ":default}");
		}
		return value;
	}

	/**
	 * Tells whether a text is a variable that was given a value here, not by the
	 * environment.
	 */
	boolean isGiven(String text) {
		Matcher inside = INSIDE.matcher(text);
		Matcher whole = WHOLE.matcher(text);
		return inside.matches() && this.values.containsKey(inside.group(1))
				|| whole.matches() && this.values.containsKey(whole.group(1));
	}

	/**
	 * Tells whether a text has a variable.
	 */
	static boolean isIn(String text) {
		return INSIDE.matcher(text).find() || WHOLE.matcher(text).matches();
	}

	/**
	 * Returns what of a secret may be written down.
	 * @return the variable that it is, without its default; {@code null} if it is
	 * anything else
	 */
	static @Nullable String nameOnly(String secret) {
		Matcher inside = INSIDE.matcher(secret);
		if (inside.matches()) {
			return "${" + inside.group(1) + "}";
		}
		Matcher whole = WHOLE.matcher(secret);
		return whole.matches() ? "$var:" + whole.group(1) : null;
	}

}
