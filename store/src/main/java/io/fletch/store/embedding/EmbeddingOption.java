package io.fletch.store.embedding;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An option of embedding functions.
 *
 * @param name its name in lower case with hyphens, for example {@code base-url}
 * @param description what it does, with unit and limits
 * @param defaultValue its value where none is given, which may hold variables; or
 * {@code null} for none
 * @param isRequired whether it must have a value
 * @param isSecret whether its value is never stored, logged or shown
 * @param isGuarded whether it says what is read, or where something is sent or written,
 * so that a table may not choose it, see {@link EmbeddingFunctionRegistry#trustTables()}
 */
public record EmbeddingOption(String name, String description, @Nullable String defaultValue, boolean isRequired,
		boolean isSecret, boolean isGuarded) {

	/**
	 * Checks that name and description are given.
	 */
	public EmbeddingOption {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(description, "description");
	}

	/**
	 * Makes an option that is not guarded.
	 * @param name its name
	 * @param description what it does
	 * @param defaultValue its value where none is given, or {@code null} for none
	 * @param isRequired whether it must have a value
	 * @param isSecret whether its value is never stored, logged or shown
	 */
	public EmbeddingOption(String name, String description, @Nullable String defaultValue, boolean isRequired,
			boolean isSecret) {
		this(name, description, defaultValue, isRequired, isSecret, false);
	}

	/**
	 * Tells whether a table may choose a value: a secret only by the variable that has it
	 * by default, or by one that the application gave a value.
	 */
	boolean isHarmless(String value, EmbeddingVariables variables) {
		if (value.equals(this.defaultValue)) {
			return true;
		}
		if (this.isSecret) {
			String usual = (this.defaultValue != null) ? EmbeddingVariables.nameOnly(this.defaultValue) : null;
			return value.equals(usual) || variables.isGiven(value);
		}
		return !this.isGuarded && !EmbeddingVariables.isIn(value);
	}

	/**
	 * Returns this option as one that a table may not choose.
	 * @return the option
	 */
	public EmbeddingOption guarded() {
		return new EmbeddingOption(this.name, this.description, this.defaultValue, this.isRequired, this.isSecret,
				true);
	}

	/**
	 * Returns an option that needs no value.
	 * @param name its name
	 * @param description what it does
	 * @return the option
	 */
	public static EmbeddingOption optional(String name, String description) {
		return new EmbeddingOption(name, description, null, false, false);
	}

	/**
	 * Returns an option that must have a value.
	 * @param name its name
	 * @param description what it does
	 * @return the option
	 */
	public static EmbeddingOption required(String name, String description) {
		return new EmbeddingOption(name, description, null, true, false);
	}

	/**
	 * Returns an option that has a value in any case.
	 * @param name its name
	 * @param description what it does
	 * @param defaultValue its value where none is given
	 * @return the option
	 */
	public static EmbeddingOption of(String name, String description, String defaultValue) {
		return new EmbeddingOption(name, description, defaultValue, false, false);
	}

	/**
	 * Returns an option with a secret, such as a key.
	 * @param name its name
	 * @param description what it does
	 * @param variable the name of the variable that has the value where none is given
	 * @return the option
	 */
	public static EmbeddingOption secret(String name, String description, String variable) {
		return new EmbeddingOption(name, description, "${" + variable + "}", true, true);
	}

}
