package io.fletch.sample.chat;

import java.util.List;

import reactor.core.publisher.Flux;

import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.query.Question.Turn;

/**
 * Answers a question from passages, piece by piece.
 */
interface Answerer {

	/** The whole answer where the passages hold none. */
	String NOT_FOUND = "Not in the documents.";

	/**
	 * Says who answers.
	 * @return the answerer's name and kind
	 */
	AnswererInfo info();

	/**
	 * Returns what was said before in a conversation.
	 * @param conversationId the conversation
	 * @return questions and their answers, oldest first; none where none are kept
	 */
	default List<Turn> history(String conversationId) {
		return List.of();
	}

	/**
	 * Answers by the passages alone. Citations are {@code [n]} in the text, n being a
	 * passage's position from 1.
	 * @param question the question and its conversation
	 * @param found the passages in the order of their numbers, at least one
	 * @return the pieces of the answer; cancelling stops the work
	 */
	Flux<ChatEvent.Token> answer(Question question, PipelineResult found);

}
