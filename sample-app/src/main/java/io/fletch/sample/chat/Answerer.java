package io.fletch.sample.chat;

import java.util.List;

import reactor.core.publisher.Flux;

import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.QueryTransformer;
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
	 * Returns what makes a question stand alone that follows others.
	 * @param meter takes down what that costs
	 * @return the first stage of the retrieval
	 */
	QueryTransformer compression(Meter meter);

	/**
	 * Adds the stages behind the retrieval that this answerer needs.
	 * @param retrieval finds passages
	 * @return the changed pipeline
	 */
	RetrievalPipeline prepare(RetrievalPipeline retrieval);

	/**
	 * Answers by the passages alone. Citations are {@code [n]} in the text, n being a
	 * passage's position from 1.
	 * @param question the question as it was asked
	 * @param history what was said before, oldest first
	 * @param found the passages in the order of their numbers, at least one
	 * @param meter takes down what the answer costs
	 * @return the pieces of the answer; cancelling stops the work
	 */
	Flux<ChatEvent.Token> answer(String question, List<Turn> history, PipelineResult found, Meter meter);

}
