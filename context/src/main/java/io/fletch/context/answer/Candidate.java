package io.fletch.context.answer;

import java.util.Set;

import io.fletch.context.splitting.Span;

/**
 * A sentence that may become part of an answer.
 *
 * @param number the position of its passage among the retrieved ones, from 1
 * @param passageId the id of its passage
 * @param span where it lies in the passage's text
 * @param text the sentence on one line
 * @param topic the heading right above it, or an empty string
 * @param terms the words that carry meaning, of the sentence and its topic
 * @param penalty what is taken off its score for hardly being a sentence
 */
record Candidate(int number, String passageId, Span span, String text, String topic, Set<String> terms,
		double penalty) {

	/**
	 * Returns what is embedded: few sentences name what they are about, but their heading
	 * does.
	 */
	String inContext() {
		return this.topic.isEmpty() ? this.text : this.topic + ": " + this.text;
	}

	AnswerSentence toSentence() {
		return new AnswerSentence(this.text,
				new Citation(this.number, this.passageId, this.span.start(), this.span.end()));
	}

}
