package io.fletch.store.embedding;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The values of a function's options, with variables resolved and defaults filled in.
 * What it is made of is never printed, as some may be secret.
 */
public final class EmbeddingOptions {

	private final String kind;

	private final String alias;

	private final Map<String, String> values;

	/** What messages say in place of values. */
	private final Map<String, String> shown;

	/**
	 * Takes the values of options.
	 * @param alias the alias of the functions, for messages
	 * @param values the values by the options' names
	 */
	public EmbeddingOptions(String alias, Map<String, String> values) {
		this("embedding function", alias, values, Map.of());
	}

	private EmbeddingOptions(String kind, String alias, Map<String, String> values, Map<String, String> shown) {
		this.kind = kind;
		this.alias = alias;
		this.values = new TreeMap<>(values);
		this.shown = Map.copyOf(shown);
	}

	/**
	 * Checks the options of something else than an embedding function, and fills in
	 * variables and defaults.
	 * @param kind what it is, for messages, for example {@code reranker}
	 * @param alias its name, for messages
	 * @param known the options that it has
	 * @param given the values by the options' names, in which {@code ${NAME}},
	 * {@code ${NAME:default}}, {@code $var:NAME} and {@code $var:NAME:default} stand for
	 * variables
	 * @param variables values of variables, which go before those of the environment
	 * @return the options
	 * @throws EmbeddingException if an option is unknown, must have a value, or a
	 * variable has none
	 */
	public static EmbeddingOptions of(String kind, String alias, List<EmbeddingOption> known, Map<String, String> given,
			Map<String, String> variables) {
		EmbeddingVariables resolved = new EmbeddingVariables(System::getenv);
		variables.forEach(resolved::put);
		requireKnown(kind, alias, known, given.keySet());
		return filled(kind, alias, known, given, resolved);
	}

	/**
	 * Checks the names of options.
	 * @param kind what is made, for messages
	 * @param alias its name, for messages
	 * @param known the options that there are
	 * @param given the names that were given
	 * @throws EmbeddingException if there is no such option
	 */
	public static void requireKnown(String kind, String alias, List<EmbeddingOption> known, Collection<String> given) {
		List<String> names = known.stream().map(EmbeddingOption::name).toList();
		for (String option : given) {
			if (!names.contains(option)) {
				throw new EmbeddingException("The " + kind + " '" + alias + "' has no option '" + option + "'"
						+ NearNames.hint(option, names)
						+ (names.isEmpty() ? "; it has none" : "; its options are " + names));
			}
		}
	}

	/**
	 * Fills in variables and defaults.
	 */
	static EmbeddingOptions filled(String kind, String alias, List<EmbeddingOption> known, Map<String, String> given,
			EmbeddingVariables variables) {
		Map<String, String> values = new TreeMap<>();
		Map<String, String> shown = new TreeMap<>();
		for (EmbeddingOption option : known) {
			String written = given.getOrDefault(option.name(), option.defaultValue());
			String what = "The option '" + option.name() + "' of the " + kind + " '" + alias + "'";
			if (written != null) {
				String value = variables.resolve(written, what);
				values.put(option.name(), value);
				if (option.isSecret() || !value.equals(written)) {
					shown.put(option.name(), option.isSecret() ? "***" : written);
				}
			}
			else if (option.isRequired()) {
				throw new EmbeddingException(what + " must have a value: " + option.description());
			}
		}
		return new EmbeddingOptions(kind, alias, values, shown);
	}

	/**
	 * Returns the value of an option.
	 * @param name its name
	 * @return the value
	 * @throws EmbeddingException if it has none
	 */
	public String text(String name) {
		String value = find(name);
		if (value == null) {
			throw new EmbeddingException(
					"The " + this.kind + " '" + this.alias + "' needs the option '" + name + "', which has no value");
		}
		return value;
	}

	/**
	 * Returns the value of an option, if there is one.
	 * @param name its name
	 * @return the value, or {@code null}
	 */
	public @Nullable String find(String name) {
		return this.values.get(name);
	}

	/**
	 * Returns a whole number.
	 * @param name the name of the option
	 * @param least the least value
	 * @param greatest the greatest value
	 * @return the value
	 * @throws EmbeddingException if it has no value, or one that is no such number
	 */
	public int number(String name, int least, int greatest) {
		String value = text(name);
		try {
			int number = Integer.parseInt(value);
			if (number >= least && number <= greatest) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			throw misfit(name, value, "a whole number from " + least + " to " + greatest);
		}
		throw misfit(name, value, "from " + least + " to " + greatest);
	}

	/**
	 * Returns a number.
	 * @param name the name of the option
	 * @return the value, which is finite
	 * @throws EmbeddingException if it has no value, or one that is no such number
	 */
	public double decimal(String name) {
		String value = text(name);
		try {
			double number = Double.parseDouble(value);
			if (Double.isFinite(number)) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			throw misfit(name, value, "a number such as 0.5");
		}
		throw misfit(name, value, "a finite number");
	}

	/**
	 * Returns whether an option is on.
	 * @param name the name of the option
	 * @return its value
	 * @throws EmbeddingException if it has no value, or is neither {@code true} nor
	 * {@code false}
	 */
	public boolean flag(String name) {
		String value = text(name);
		return switch (value) {
			case "true" -> true;
			case "false" -> false;
			default -> throw misfit(name, value, "true or false");
		};
	}

	/**
	 * Returns one of several constants, whose names are written in lower case with
	 * hyphens.
	 * @param name the name of the option
	 * @param type the constants
	 * @param <E> the constants
	 * @return the value
	 * @throws EmbeddingException if it has no value, or is none of the constants
	 */
	public <E extends Enum<E>> E constant(String name, Class<E> type) {
		String value = text(name);
		Map<String, E> constants = new TreeMap<>();
		for (E constant : type.getEnumConstants()) {
			constants.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
		}
		E constant = constants.get(value);
		if (constant == null) {
			throw misfit(name, value, "one of " + constants.keySet());
		}
		return constant;
	}

	/**
	 * Returns a length of time, for example {@code PT30S}.
	 * @param name the name of the option
	 * @return the value, more than nothing
	 * @throws EmbeddingException if it has no value, or is no ISO-8601 duration
	 */
	public Duration duration(String name) {
		String value = text(name);
		try {
			Duration duration = Duration.parse(value);
			if (duration.isPositive()) {
				return duration;
			}
		}
		catch (DateTimeParseException ex) {
			throw misfit(name, value, "a duration such as PT30S");
		}
		throw misfit(name, value, "more than no time");
	}

	/**
	 * Returns an address of a server.
	 * @param name the name of the option
	 * @return the value
	 * @throws EmbeddingException if it has no value, or is no http or https address, or
	 * one with a user
	 */
	public URI address(String name) {
		String value = text(name);
		try {
			URI address = new URI(value);
			if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
				throw new EmbeddingException("The option '" + name + "' of the " + this.kind + " '" + this.alias
						+ "' has a user, a password or a query in its address: give a key by the option for it");
			}
			if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
					&& address.getHost() != null) {
				return address;
			}
		}
		catch (URISyntaxException ex) {
			throw misfit(name, value, "an http or https address");
		}
		throw misfit(name, value, "an http or https address");
	}

	/**
	 * Makes the exception that says that a value is not what it must be.
	 * @param name the name of the option, which has a value
	 * @param expected what it must be
	 * @return the exception, which shows the value only where it is no secret
	 */
	public EmbeddingException misfit(String name, String expected) {
		return misfit(name, text(name), expected);
	}

	private EmbeddingException misfit(String name, String value, String expected) {
		return new EmbeddingException("The option '" + name + "' of the " + this.kind + " '" + this.alias + "' is '"
				+ this.shown.getOrDefault(name, value) + "', but must be " + expected);
	}

	/**
	 * Returns the names of the options that have a value.
	 */
	@Override
	public String toString() {
		return this.alias + this.values.keySet();
	}

}
