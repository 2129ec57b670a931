package io.fletch.autoconfigure;

import java.util.List;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.langchain4j.FletchContentRetriever;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.langchain4j.SegmentRetriever;
import io.fletch.store.embedding.EmbeddingException;

/**
 * Auto-configuration of the stages of retrieval for LangChain4j: what its applications
 * put into the embedding store is found by the stages, and what the stages find is given
 * to its services. Comes before LangChain4j's own, which would search the embedding store
 * alone.
 */
@AutoConfiguration(after = { FletchLangChain4jStoreAutoConfiguration.class, FletchContextAutoConfiguration.class },
		beforeName = { FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J,
				FletchLangChain4jStoreAutoConfiguration.LANGCHAIN4J_RAG })
@ConditionalOnClass({ ContentRetriever.class, RetrievalPipeline.class, FletchContentRetriever.class })
public final class FletchLangChain4jRetrievalAutoConfiguration {

	/**
	 * For the pipeline; where one retriever is injected, this is not meant.
	 */
	@Bean(defaultCandidate = false)
	@ConditionalOnBean(name = "fletchEmbeddingStore")
	@ConditionalOnMissingBean
	SegmentRetriever fletchSegmentRetriever(FletchEmbeddingStore fletchEmbeddingStore, FletchProperties properties,
			ListableBeanFactory beans) {
		return new SegmentRetriever(fletchEmbeddingStore,
				() -> EmbeddingModels.ofSegments(beans, properties.embedding().defaultFunction()));
	}

	@Lazy
	@Bean
	@ConditionalOnBean(RetrievalPipeline.class)
	@ConditionalOnMissingBean(ContentRetriever.class)
	FletchContentRetriever fletchContentRetriever(RetrievalPipeline pipeline) {
		return FletchContentRetriever.over(pipeline);
	}

	/**
	 * The models of LangChain4j among the beans.
	 */
	private static final class EmbeddingModels {

		private EmbeddingModels() {
		}

		/**
		 * Returns the model that embeds segments: the only or primary one, or else the
		 * one that is the default function.
		 */
		static EmbeddingModel ofSegments(ListableBeanFactory beans, @Nullable String defaultFunction) {
			return beans.getBeanProvider(EmbeddingModel.class).getIfUnique(() -> named(beans, defaultFunction));
		}

		private static EmbeddingModel named(ListableBeanFactory beans, @Nullable String name) {
			List<String> names = List.of(beans.getBeanNamesForType(EmbeddingModel.class));
			if (name == null || !names.contains(name)) {
				throw new EmbeddingException("The segments of the embedding store are found by the model that made "
						+ "their embeddings, but there are several beans of type EmbeddingModel: "
						+ String.join(", ", names) + ". Mark one of them as @Primary, or set "
						+ "fletch.embedding.default-function to its name");
			}
			return beans.getBean(name, EmbeddingModel.class);
		}

	}

}
