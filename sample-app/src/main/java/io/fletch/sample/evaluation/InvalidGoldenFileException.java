package io.fletch.sample.evaluation;

import java.util.List;

/**
 * A file holds no golden questions that can be used. The message says what is wrong with
 * it, the errors with which lines.
 */
public final class InvalidGoldenFileException extends RuntimeException {

	private final transient List<LineError> errors;

	InvalidGoldenFileException(String message, List<LineError> errors) {
		super(message);
		this.errors = List.copyOf(errors);
	}

	/**
	 * Returns what is wrong line by line.
	 * @return the first errors in the order of their lines; none if the file is at fault
	 * as a whole
	 */
	public List<LineError> errors() {
		return this.errors;
	}

}
