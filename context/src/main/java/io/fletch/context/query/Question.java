package io.fletch.context.query;

import java.util.List;
import java.util.Objects;

/**
 * A question and what was said before it.
 *
 * @param text the question, not blank
 * @param history the conversation so far, oldest first
 */
public record Question(String text, List<Turn> history) {

	/**
	 * Copies the conversation.
	 * @param text the question, not blank
	 * @param history the conversation so far, oldest first
	 * @throws IllegalArgumentException if the question is blank
	 */
	public Question {
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(history, "history");
		if (text.isBlank()) {
			throw new IllegalArgumentException("question must not be blank: ask something");
		}
		history = List.copyOf(history);
	}

	/**
	 * A question that begins a conversation.
	 * @param text the question, not blank
	 */
	public Question(String text) {
		this(text, List.of());
	}

	/**
	 * A question that was asked, and its answer.
	 *
	 * @param question the question
	 * @param answer the answer
	 */
	public record Turn(String question, String answer) {

		public Turn {
			Objects.requireNonNull(question, "question");
			Objects.requireNonNull(answer, "answer");
		}

	}

}
