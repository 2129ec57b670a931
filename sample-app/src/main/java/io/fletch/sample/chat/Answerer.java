package io.fletch.sample.chat;

import java.util.List;

import reactor.core.publisher.Flux;

import io.fletch.context.retrieval.RetrievedPassage;

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
	 * Answers by the passages alone. Citations are {@code [n]} in the text, n being a
	 * passage's position from 1.
	 * @param question the question and its conversation
	 * @param passages the passages, best first; not empty
	 * @return the pieces of the answer; cancelling stops the work
	 */
	Flux<ChatEvent.Token> answer(Question question, List<RetrievedPassage> passages);

}
