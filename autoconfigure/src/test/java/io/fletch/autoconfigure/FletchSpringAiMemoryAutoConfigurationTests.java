package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import io.fletch.springai.memory.FletchChatMemoryRepository;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

class FletchSpringAiMemoryAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchSpringAiMemoryAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void servesTheChatMemoryOfSpringAi() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatMemoryRepository.class).hasBean("fletchChatMemoryRepository");
			context.getBean(ChatMemory.class).add("talk", new UserMessage("hello"));
			assertThat(context.getBean(FletchChatMemoryRepository.class).findConversationIds())
				.isEqualTo(List.of("talk"));
		});
	}

	@Test
	void backsOffForAnotherRepository() {
		this.runner.withBean(InMemoryChatMemoryRepository.class)
			.run((context) -> assertThat(context).hasSingleBean(ChatMemoryRepository.class)
				.doesNotHaveBean(FletchChatMemoryRepository.class));
	}

	@Test
	void comesAfterRepositoriesThatItDoesNotKnow() {
		this.runner.withConfiguration(AutoConfigurations.of(LaterRepositoryAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ChatMemoryRepository.class).hasBean("laterRepository"));
	}

	@Test
	void backsOffForSeveralDatabasesOfWhichNoneIsPrimary() {
		ApplicationContextRunner two = this.runner.withBean("one", Database.class, () -> Database.open("memory:"))
			.withBean("two", Database.class, () -> Database.open("memory:"));
		two.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FletchChatMemoryRepository.class));
		two.withBean("three", Database.class, () -> Database.open("memory:"), (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FletchChatMemoryRepository.class));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(FletchChatMemoryRepository.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryChatMemoryRepository.class));
	}

	@Test
	void backsOffWithoutSpringAi() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchChatMemoryRepository"));
	}

	/**
	 * As those of Spring AI for databases, which all come before its own memory.
	 */
	@AutoConfiguration(before = ChatMemoryAutoConfiguration.class)
	static class LaterRepositoryAutoConfiguration {

		@Bean
		@ConditionalOnMissingBean(ChatMemoryRepository.class)
		InMemoryChatMemoryRepository laterRepository() {
			return new InMemoryChatMemoryRepository();
		}

	}

}
