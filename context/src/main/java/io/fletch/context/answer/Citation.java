package io.fletch.context.answer;

import java.util.Objects;

/**
 * Where a statement is found.
 *
 * @param number the position of the passage among the retrieved ones, from 1
 * @param passageId the id of the passage
 * @param start the offset of the first character of the cited sentence in the passage's
 * text
 * @param end the offset after its last character
 */
public record Citation(int number, String passageId, int start, int end) {

	public Citation {
		Objects.requireNonNull(passageId, "passageId");
	}

}
