package io.fletch.autoconfigure;

import java.util.Optional;

import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.springai.rag.FletchDocumentRetriever;
import io.fletch.springai.rag.RerankingPostProcessor;
import io.fletch.store.query.Reranker;

/**
 * Auto-configuration of the stages of retrieval for Spring AI: the pipeline as its
 * document retriever, and the reranker as its post-processor.
 */
@AutoConfiguration(after = { FletchContextAutoConfiguration.class, FletchRerankerAutoConfiguration.class })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ DocumentRetriever.class, RerankingPostProcessor.class, Reranker.class })
public final class FletchSpringAiRetrievalAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(DocumentPostProcessor.class)
	@ConditionalOnBean(Reranker.class)
	RerankingPostProcessor fletchDocumentPostProcessor(ListableBeanFactory beans) {
		Optional<Reranker> reranker = DefaultReranker.of(beans);
		return new RerankingPostProcessor(reranker.orElseThrow());
	}

	/**
	 * Where the stages are on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RetrievalPipeline.class)
	static class OverThePipeline {

		@Lazy
		@Bean
		@ConditionalOnMissingBean(DocumentRetriever.class)
		@ConditionalOnBean(RetrievalPipeline.class)
		FletchDocumentRetriever fletchDocumentRetriever(RetrievalPipeline pipeline) {
			return FletchDocumentRetriever.over(pipeline);
		}

	}

}
