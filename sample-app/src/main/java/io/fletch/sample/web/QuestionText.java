package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;

/**
 * The text of a question, whatever it is asked of.
 */
final class QuestionText {

	/** The longest question, in characters. */
	static final int LONGEST = 4000;

	private QuestionText() {
	}

	/**
	 * Checks a question.
	 * @param field what it is called in the request
	 * @param given what the request has
	 * @return the question without space around it
	 */
	static String checked(String field, @Nullable String given) {
		if (given == null || given.isBlank()) {
			throw InvalidFieldException.badRequest(field, field + " is missing or blank. Send the question.");
		}
		if (given.length() > LONGEST) {
			throw InvalidFieldException.badRequest(field,
					field + " has " + given.length() + " characters; at most " + LONGEST + " are allowed. Shorten it.");
		}
		return given.strip();
	}

}
