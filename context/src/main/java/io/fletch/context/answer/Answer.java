package io.fletch.context.answer;

import java.util.List;

/**
 * An answer in sentences of the documents.
 *
 * @param sentences the sentences in the order to be read; none if the documents do not
 * answer the question
 */
public record Answer(List<AnswerSentence> sentences) {

	public Answer {
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
