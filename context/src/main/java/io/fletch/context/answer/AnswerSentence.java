package io.fletch.context.answer;

/**
 * A sentence of an answer.
 *
 * @param text the sentence, with line breaks and runs of spaces made one space
 * @param citation where it is found
 */
public record AnswerSentence(String text, Citation citation) {
}
