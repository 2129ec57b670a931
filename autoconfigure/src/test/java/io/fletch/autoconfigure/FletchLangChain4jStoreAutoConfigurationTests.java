package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.spring.LangChain4jAutoConfiguration;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.langchain4j.store.embedding.milvus.spring.MilvusEmbeddingStoreAutoConfiguration;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import dev.langchain4j.store.memory.chat.InMemoryChatMemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.langchain4j.FletchChatMemoryStore;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

class FletchLangChain4jStoreAutoConfigurationTests {

	private static final Embedding ONE = Embedding.from(new float[] { 1, 2 });

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchLangChain4jAutoConfiguration.class, FletchLangChain4jStoreAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void keepsEmbeddingsInATable() {
		this.runner.withBean(Wanting.class)
			.run((context) -> context.getBean(Wanting.class).store().add(ONE, TextSegment.from("text")));
		this.runner.withBean(Wanting.class)
			.run((context) -> assertThat(context.getBean(Wanting.class)
				.store()
				.search(EmbeddingSearchRequest.builder().queryEmbedding(ONE).build())
				.matches()).extracting((match) -> match.embedded().text()).containsExactly("text"));
	}

	@Test
	void keepsChatMemoriesInATable() {
		this.runner.run((context) -> context.getBean(ChatMemoryStore.class)
			.updateMessages("anna", List.of(UserMessage.from("Hi"))));
		this.runner.run((context) -> assertThat(context.getBean(ChatMemoryStore.class).getMessages("anna"))
			.containsExactly(UserMessage.from("Hi")));
	}

	@Test
	void makesNoTableThatNobodyUses() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(FletchEmbeddingStore.class).hasSingleBean(FletchChatMemoryStore.class);
			assertThat(context.getBean(Database.class).tableNames()).isEmpty();
		});
	}

	@Test
	void comesBeforeTheStarterOfLangChain4j() {
		this.runner.withConfiguration(AutoConfigurations.of(LangChain4jAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(EmbeddingStore.class)
				.hasSingleBean(FletchEmbeddingStore.class));
	}

	@Test
	void backsOffForAStoreOfAnotherStarter() {
		this.runner
			.withConfiguration(AutoConfigurations.of(LangChain4jAutoConfiguration.class,
					MilvusEmbeddingStoreAutoConfiguration.class))
			.run((context) -> assertThat(context.getBeanNamesForType(EmbeddingStore.class)).containsExactly("milvus"));
	}

	@Test
	void backsOffForSeveralDatabasesOfWhichNoneIsPrimary() {
		ApplicationContextRunner two = this.runner.withBean("one", Database.class, () -> Database.open("memory:"))
			.withBean("two", Database.class, () -> Database.open("memory:"));
		two.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FletchEmbeddingStore.class));
		two.withBean("three", Database.class, () -> Database.open("memory:"), (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FletchEmbeddingStore.class));
	}

	@Test
	void backsOffForAnEmbeddingStoreOfTheApplication() {
		this.runner.withBean("mine", InMemoryEmbeddingStore.class)
			.run((context) -> assertThat(context).hasSingleBean(EmbeddingStore.class)
				.doesNotHaveBean(FletchEmbeddingStore.class)
				.hasSingleBean(FletchChatMemoryStore.class));
	}

	@Test
	void backsOffForSeveralStoresOfTheApplication() {
		this.runner
			.withBean("notes", FletchEmbeddingStore.class,
					() -> FletchEmbeddingStore.builder(Database.open("memory:")).table("notes").build())
			.withBean("mails", FletchEmbeddingStore.class,
					() -> FletchEmbeddingStore.builder(Database.open("memory:")).table("mails").build())
			.run((context) -> assertThat(context.getBeanNamesForType(EmbeddingStore.class))
				.containsExactlyInAnyOrder("notes", "mails"));
	}

	@Test
	void backsOffForAChatMemoryStoreOfTheApplication() {
		this.runner.withBean("mine", InMemoryChatMemoryStore.class)
			.run((context) -> assertThat(context).hasSingleBean(ChatMemoryStore.class)
				.doesNotHaveBean(FletchChatMemoryStore.class)
				.hasSingleBean(FletchEmbeddingStore.class));
	}

	@Test
	void backsOffWithoutLangChain4j() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("fletchEmbeddingStore")
				.doesNotHaveBean("fletchChatMemoryStore"));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(FletchEmbeddingStore.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchEmbeddingStore"));
	}

	@Test
	void backsOffWithoutADatabase() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchLangChain4jStoreAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddingStore.class));
	}

	/**
	 * Asks for the type that LangChain4j's applications inject.
	 */
	record Wanting(EmbeddingStore<TextSegment> store) {
	}

}
