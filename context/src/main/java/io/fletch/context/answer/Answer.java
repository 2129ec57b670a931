package io.fletch.context.answer;

import java.util.List;
import java.util.Objects;

/**
 * An answer in sentences of the documents.
 *
 * @param sentences the sentences in the order to be read; none if the documents do not
 * answer the question
 */
public record Answer(List<AnswerSentence> sentences) {

	public Answer {
		Objects.requireNonNull(sentences, "sentences");
		sentences = List.copyOf(sentences);
	}

	/**
	 * Says whether the documents do not answer the question.
	 * @return whether there is no sentence
	 */
	public boolean isEmpty() {
		return this.sentences.isEmpty();
	}

}
