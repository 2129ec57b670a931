package io.fletch.sample.chat;

import java.util.List;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.language.LanguageModelException;

/**
 * A chat model for the stages of one question's retrieval, whose tokens are taken down.
 * What a failing server said in its own words stays in the log: the notes of a stage are
 * read by others, and it may hold parts of a key.
 */
final class MeteredModel implements LanguageModel {

	private static final Logger logger = LoggerFactory.getLogger(MeteredModel.class);

	private final String name;

	private final ChatModel model;

	private final Meter meter;

	MeteredModel(String name, ChatModel model, Meter meter) {
		this.name = name;
		this.model = model;
		this.meter = meter;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String generate(String instructions, String prompt) {
		try {
			ChatResponse response = this.model
				.call(new Prompt(List.of(new SystemMessage(instructions), new UserMessage(prompt))));
			this.meter.note(TokenCount.of(response.getMetadata().getUsage()));
			Generation generation = response.getResult();
			String text = (generation != null) ? generation.getOutput().getText() : null;
			return Objects.requireNonNullElse(text, "");
		}
		catch (RuntimeException ex) {
			// Clients of models throw exceptions of their own.
			logger.warn("{} did not rewrite a question", this.name, ex);
			throw new LanguageModelException("the model did not answer; the log says why", null);
		}
	}

}
