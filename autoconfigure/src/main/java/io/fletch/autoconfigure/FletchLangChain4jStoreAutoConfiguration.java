package io.fletch.autoconfigure;

import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.fletch.langchain4j.FletchChatMemoryStore;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.store.Database;

/**
 * Auto-configuration of LangChain4j's stores of embeddings and chat memories in tables of
 * the database. Comes before LangChain4j's own, which would keep embeddings in memory.
 * Tables are made when something is stored.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class,
		beforeName = { FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J,
				FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J_RAG })
@ConditionalOnClass({ EmbeddingStore.class, FletchEmbeddingStore.class })
@ConditionalOnSingleCandidate(Database.class)
public final class FletchLangChain4jStoreAutoConfiguration {

	static final String LANGCHAIN4J = "dev.langchain4j.spring.LangChain4jAutoConfiguration";

	static final String LANGCHAIN4J_RAG = "dev.langchain4j.rag.spring.RagAutoConfiguration";

	@Bean
	@ConditionalOnMissingBean(EmbeddingStore.class)
	FletchEmbeddingStore fletchEmbeddingStore(Database database) {
		return FletchEmbeddingStore.builder(database).build();
	}

	@Lazy
	@Bean
	@ConditionalOnMissingBean(ChatMemoryStore.class)
	FletchChatMemoryStore fletchChatMemoryStore(Database database) {
		return new FletchChatMemoryStore(database);
	}

}
