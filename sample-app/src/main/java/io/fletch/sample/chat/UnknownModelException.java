package io.fletch.sample.chat;

import java.util.List;

/**
 * A question names somebody to answer it who is not there.
 */
public class UnknownModelException extends RuntimeException {

	private final List<String> known;

	UnknownModelException(String model, List<String> known) {
		super("Nobody who answers has the id '" + model + "', only " + known);
		this.known = known;
	}

	/**
	 * Returns who could have been named.
	 * @return the ids of all who answer, the default first
	 */
	public List<String> known() {
		return this.known;
	}

}
