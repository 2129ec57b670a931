package io.fletch.autoconfigure;

import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.context.language.LanguageModel;
import io.fletch.langchain4j.LangChain4jLanguageModel;
import io.fletch.springai.SpringAiLanguageModel;

import static org.assertj.core.api.Assertions.assertThat;

class FletchLanguageModelAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(FletchSpringAiChatAutoConfiguration.class, FletchLangChain4jChatAutoConfiguration.class));

	@Test
	void offersTheChatModelOfSpringAi() {
		this.runner.withBean("chat", ChatModel.class, SpringAi::new)
			.run((context) -> assertThat(context.getBean(LanguageModel.class).generate("a", "b")).isEqualTo("spring"));
	}

	@Test
	void offersTheChatModelOfLangChain4j() {
		this.runner.withBean("chat", LangChain4j.class)
			.run((context) -> assertThat(context.getBean(LanguageModel.class).generate("a", "b")).isEqualTo("lang"));
	}

	@Test
	void prefersSpringAiWhereBothAreThere() {
		this.runner.withBean("one", ChatModel.class, SpringAi::new)
			.withBean("two", LangChain4j.class)
			.run((context) -> assertThat(context).getBean(LanguageModel.class)
				.isInstanceOf(SpringAiLanguageModel.class));
	}

	@Test
	void backsOffForSeveralChatModelsForNoneAndForTheApplicationsOwn() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(LanguageModel.class));
		this.runner.withBean("one", ChatModel.class, SpringAi::new)
			.withBean("two", ChatModel.class, SpringAi::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LanguageModel.class));
		this.runner.withBean("chat", ChatModel.class, SpringAi::new)
			.withBean("mine", LanguageModel.class, () -> new LangChain4jLanguageModel("mine", new LangChain4j()))
			.run((context) -> assertThat(context.getBean(LanguageModel.class).name()).isEqualTo("mine"));
	}

	@Test
	void backsOffWithoutTheContextModuleOrTheBridges() {
		for (Class<?> missing : List.of(LanguageModel.class, SpringAiLanguageModel.class)) {
			this.runner.withBean("chat", ChatModel.class, SpringAi::new)
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchSpringAiLanguageModel"));
		}
	}

	/**
	 * A chat model of Spring AI.
	 */
	private static final class SpringAi implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage("spring"))));
		}

	}

	/**
	 * A chat model of LangChain4j.
	 */
	static final class LangChain4j implements dev.langchain4j.model.chat.ChatModel {

		@Override
		public dev.langchain4j.model.chat.response.ChatResponse doChat(ChatRequest request) {
			return dev.langchain4j.model.chat.response.ChatResponse.builder().aiMessage(AiMessage.from("lang")).build();
		}

	}

}
