package dev.langchain4j.spring;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Stands for the one of LangChain4j's starter, with its name, beans and conditions.
 */
@AutoConfiguration
public class LangChain4jAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EmbeddingStore<TextSegment> embeddingStore() {
		return new InMemoryEmbeddingStore<>();
	}

	@Bean
	@ConditionalOnBean({ EmbeddingModel.class, EmbeddingStore.class })
	@ConditionalOnMissingBean
	ContentRetriever contentRetriever(EmbeddingModel model, EmbeddingStore<TextSegment> store) {
		return EmbeddingStoreContentRetriever.builder().embeddingModel(model).embeddingStore(store).build();
	}

}
