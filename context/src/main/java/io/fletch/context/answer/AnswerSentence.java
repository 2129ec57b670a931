package io.fletch.context.answer;

import java.util.Objects;

/**
 * A sentence of an answer.
 *
 * @param text the sentence, with line breaks and runs of spaces made one space
 * @param citation where it is found
 */
public record AnswerSentence(String text, Citation citation) {

	public AnswerSentence {
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(citation, "citation");
	}

}
