package io.fletch.context.window;

/**
 * The text or group of a {@link Contextualizer} is not set, or names a column that no row
 * has. The message names the option and the columns there are.
 */
public class MissingColumnException extends IllegalArgumentException {

	public MissingColumnException(String message) {
		super(message);
	}

}
