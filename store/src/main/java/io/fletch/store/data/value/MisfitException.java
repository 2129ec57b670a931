package io.fletch.store.data.value;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * A value does not fit its field. Each level that holds the value adds its step to the
 * path on the way out, so that values that fit cost nothing.
 */
public final class MisfitException extends InvalidInputException {

	private final @Nullable Object value;

	private final String expected;

	private final String path;

	private MisfitException(@Nullable Object value, String expected, String path) {
		super("A value does not fit");
		this.value = value;
		this.expected = expected;
		this.path = path;
	}

	/**
	 * A value that is of another type.
	 * @param value the value
	 * @param label the type that the field takes
	 * @return the misfit
	 */
	public static MisfitException ofType(Object value, String label) {
		return new MisfitException(ValueText.describe(value), "takes " + label, "");
	}

	/**
	 * A misfit that needs other words.
	 * @param found what was found, such as "the number 300"
	 * @param expected what the field says, such as "takes at most 10"
	 * @return the misfit
	 */
	public static MisfitException of(String found, String expected) {
		return new MisfitException(found, expected, "");
	}

	public static MisfitException ofNull() {
		return new MisfitException(null, "cannot be null", "");
	}

	public MisfitException in(String step) {
		return new MisfitException(this.value, this.expected, step + this.path);
	}

	public InvalidInputException inRow(int row, String column) {
		String name = "'" + column + this.path + "'";
		String what = (this.value != null) ? " has " + this.value + " in the column " + name
				: " has no value for the column " + name;
		return new InvalidInputException("Row " + row + what + ", which " + this.expected);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
