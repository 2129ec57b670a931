package io.fletch.springai;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.language.LanguageModelException;

/**
 * A chat model of Spring AI, for the stages of retrieval.
 */
public final class SpringAiLanguageModel implements LanguageModel {

	private final String name;

	private final ChatModel model;

	/**
	 * Creates an adapter, called by the provider and the model that Spring AI knows.
	 * @param model the chat model
	 */
	public SpringAiLanguageModel(ChatModel model) {
		this(nameOf(model), model);
	}

	/**
	 * Creates an adapter.
	 * @param name what tells the model from others
	 * @param model the chat model
	 */
	public SpringAiLanguageModel(String name, ChatModel model) {
		this.name = Objects.requireNonNull(name, "name");
		this.model = Objects.requireNonNull(model, "model");
	}

	private static String nameOf(ChatModel model) {
		ChatOptions options = model.getOptions();
		String named = (options != null) ? options.getModel() : null;
		String type = model.getClass().getSimpleName();
		return ((type.isEmpty() ? "spring-ai" : type) + " " + Objects.requireNonNullElse(named, "")).strip();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String generate(String instructions, String prompt) {
		try {
			Prompt asked = new Prompt(List.of(new SystemMessage(instructions), new UserMessage(prompt)));
			return textOf(this.model.call(asked).getResult());
		}
		catch (RuntimeException ex) {
			// Clients of models throw exceptions of their own.
			throw new LanguageModelException("The chat model " + this.name + " did not answer: " + ex.getMessage(), ex);
		}
	}

	private static String textOf(@Nullable Generation generation) {
		String text = (generation != null) ? generation.getOutput().getText() : null;
		return Objects.requireNonNullElse(text, "");
	}

}
