package io.fletch.context.window;

/**
 * The window or stride of a {@link Contextualizer} is not set, or less than 1. The
 * message names the option.
 */
public class MissingValueException extends IllegalArgumentException {

	public MissingValueException(String message) {
		super(message);
	}

}
