package dev.langchain4j.store.embedding.milvus.spring;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Stands where a starter of LangChain4j has its configuration, and behaves as it does: it
 * looks for a bean of its own type only.
 */
@AutoConfiguration
public class MilvusEmbeddingStoreAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	InMemoryEmbeddingStore<TextSegment> milvus() {
		return new InMemoryEmbeddingStore<>();
	}

}
