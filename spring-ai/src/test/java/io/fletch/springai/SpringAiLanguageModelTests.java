package io.fletch.springai;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.language.LanguageModelException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpringAiLanguageModelTests {

	@Test
	void passesInstructionsAndPromptOn() {
		AtomicReference<Prompt> asked = new AtomicReference<>();
		LanguageModel model = new SpringAiLanguageModel(new Fake((prompt) -> {
			asked.set(prompt);
			return List.of(new Generation(new AssistantMessage("an answer")));
		}));
		assertThat(model.generate("be short", "why?")).isEqualTo("an answer");
		assertThat(asked.get().getInstructions()).extracting(Message::getText).containsExactly("be short", "why?");
		assertThat(model.name()).isEqualTo("Fake small-model");
	}

	@Test
	void givesNothingForAnAnswerWithoutText() {
		assertThat(new SpringAiLanguageModel(new Fake((prompt) -> List.of())).generate("a", "b")).isEmpty();
	}

	@Test
	void tellsThatTheModelFailed() {
		LanguageModel model = new SpringAiLanguageModel("mine", new Fake((prompt) -> {
			throw new IllegalStateException("no connection");
		}));
		assertThatThrownBy(() -> model.generate("a", "b")).isInstanceOf(LanguageModelException.class)
			.hasMessage("The chat model mine did not answer: no connection")
			.hasCauseInstanceOf(IllegalStateException.class);
	}

	/**
	 * Answers by a function.
	 */
	private record Fake(Function<Prompt, List<Generation>> script) implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(this.script.apply(prompt));
		}

		@Override
		public ChatOptions getOptions() {
			return ChatOptions.builder().model("small-model").build();
		}

	}

}
