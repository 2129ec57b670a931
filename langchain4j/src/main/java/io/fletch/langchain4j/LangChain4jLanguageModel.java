package io.fletch.langchain4j;

import java.util.Objects;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.language.LanguageModelException;

/**
 * A chat model of LangChain4j, for the stages of retrieval.
 */
public final class LangChain4jLanguageModel implements LanguageModel {

	private final String name;

	private final ChatModel model;

	/**
	 * Creates an adapter, called by the provider and the model that LangChain4j knows.
	 * @param model the chat model
	 */
	public LangChain4jLanguageModel(ChatModel model) {
		this(nameOf(model), model);
	}

	/**
	 * Creates an adapter.
	 * @param name what tells the model from others
	 * @param model the chat model
	 */
	public LangChain4jLanguageModel(String name, ChatModel model) {
		this.name = Objects.requireNonNull(name, "name");
		this.model = Objects.requireNonNull(model, "model");
	}

	private static String nameOf(ChatModel model) {
		String named = model.defaultRequestParameters().modelName();
		String type = model.getClass().getSimpleName();
		return ((type.isEmpty() ? "langchain4j" : type) + " " + Objects.requireNonNullElse(named, "")).strip();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String generate(String instructions, String prompt) {
		try {
			ChatResponse response = this.model.chat(SystemMessage.from(instructions), UserMessage.from(prompt));
			return Objects.requireNonNullElse(response.aiMessage().text(), "");
		}
		catch (RuntimeException ex) {
			// Clients of models throw exceptions of their own.
			throw new LanguageModelException("The chat model " + this.name + " did not answer: " + ex.getMessage(), ex);
		}
	}

}
