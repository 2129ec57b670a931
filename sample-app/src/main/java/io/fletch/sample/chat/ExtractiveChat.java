package io.fletch.sample.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import reactor.core.publisher.Flux;

import io.fletch.context.answer.Answer;
import io.fletch.context.answer.AnswerSentence;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.HistoryCompression;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.query.Question.Turn;

/**
 * Answers with the best sentences of the passages; needs no chat model.
 */
final class ExtractiveChat implements Answerer {

	static final String KIND = "extractive";

	private static final Pattern AFTER_WORD = Pattern.compile("(?<=\\s)(?=\\S)");

	private final ExtractiveAnswerer answerer;

	private final AnswererInfo info;

	/**
	 * Creates an answerer.
	 * @param answerer chooses the sentences
	 * @param isAlone whether no chat model is configured
	 */
	ExtractiveChat(ExtractiveAnswerer answerer, boolean isAlone) {
		this.answerer = answerer;
		this.info = new AnswererInfo(KIND, KIND, "Extractive", "Extractive answers: best sentences of your documents"
				+ (isAlone ? " (no chat model configured)" : ""));
	}

	@Override
	public AnswererInfo info() {
		return this.info;
	}

	@Override
	public QueryTransformer compression(Meter meter) {
		return HistoryCompression.byWords();
	}

	@Override
	public RetrievalPipeline prepare(RetrievalPipeline retrieval) {
		return retrieval;
	}

	/** The question that stands alone: "And when?" is near to no sentence. */
	@Override
	public Flux<ChatEvent.Token> answer(String question, List<Turn> history, PipelineResult found, Meter meter) {
		return Flux.defer(
				() -> Flux.fromIterable(tokens(this.answerer.answer(found.query().main().text(), found.passages()))));
	}

	private static List<ChatEvent.Token> tokens(Answer answer) {
		if (answer.isEmpty()) {
			return List.of(new ChatEvent.Token(NOT_FOUND, null));
		}
		List<ChatEvent.Token> tokens = new ArrayList<>();
		for (AnswerSentence sentence : answer.sentences()) {
			String gap = tokens.isEmpty() ? "" : " ";
			for (String word : AFTER_WORD.split(gap + oneLine(sentence.text()))) {
				tokens.add(new ChatEvent.Token(word, null));
			}
			tokens.add(new ChatEvent.Token(" [" + sentence.citation().number() + "]", sentence.citation()));
		}
		return tokens;
	}

	/** A sentence keeps the line breaks of its document; an answer is running text. */
	private static String oneLine(String sentence) {
		return sentence.strip().replaceAll("\\s+", " ");
	}

}
