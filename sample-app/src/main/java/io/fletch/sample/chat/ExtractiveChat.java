package io.fletch.sample.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import reactor.core.publisher.Flux;

import io.fletch.context.answer.Answer;
import io.fletch.context.answer.AnswerSentence;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.pipeline.PipelineResult;

/**
 * Answers with the best sentences of the passages; needs no chat model.
 */
final class ExtractiveChat implements Answerer {

	private static final Pattern AFTER_WORD = Pattern.compile("(?<=\\s)(?=\\S)");

	private final ExtractiveAnswerer answerer;

	ExtractiveChat(ExtractiveAnswerer answerer) {
		this.answerer = answerer;
	}

	@Override
	public AnswererInfo info() {
		return new AnswererInfo("extractive", "Extractive",
				"Extractive answers: best sentences of your documents (no chat model configured)");
	}

	@Override
	public Flux<ChatEvent.Token> answer(Question question, PipelineResult found) {
		return Flux.defer(() -> Flux.fromIterable(tokens(this.answerer.answer(question.text(), found.passages()))));
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
