package io.fletch.langchain4j;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.junit.jupiter.api.Test;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.language.LanguageModelException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LangChain4jLanguageModelTests {

	@Test
	void passesInstructionsAndPromptOn() {
		AtomicReference<ChatRequest> asked = new AtomicReference<>();
		LanguageModel model = new LangChain4jLanguageModel(new Fake((request) -> {
			asked.set(request);
			return "an answer";
		}));
		assertThat(model.generate("be short", "why?")).isEqualTo("an answer");
		assertThat(asked.get().messages()).containsExactly(SystemMessage.from("be short"), UserMessage.from("why?"));
		assertThat(model.name()).isEqualTo("Fake small-model");
	}

	@Test
	void tellsThatTheModelFailed() {
		LanguageModel model = new LangChain4jLanguageModel("mine", new Fake((request) -> {
			throw new IllegalStateException("no connection");
		}));
		assertThatThrownBy(() -> model.generate("a", "b")).isInstanceOf(LanguageModelException.class)
			.hasMessage("The chat model mine did not answer: no connection")
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	/**
	 * Answers by a function.
	 */
	private record Fake(Function<ChatRequest, String> script) implements ChatModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return ChatResponse.builder().aiMessage(AiMessage.from(this.script.apply(request))).build();
		}

		@Override
		public ChatRequestParameters defaultRequestParameters() {
			return ChatRequestParameters.builder().modelName("small-model").build();
		}

	}

}
