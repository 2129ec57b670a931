package io.fletch.autoconfigure;

import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.springai.rag.FletchDocumentRetriever;

/**
 * Auto-configuration of the stages of retrieval for Spring AI: the pipeline as its
 * document retriever.
 */
@AutoConfiguration(after = FletchContextAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ DocumentRetriever.class, RetrievalPipeline.class, FletchDocumentRetriever.class })
public final class FletchSpringAiRetrievalAutoConfiguration {

	@Lazy
	@Bean
	@ConditionalOnMissingBean(DocumentRetriever.class)
	@ConditionalOnBean(RetrievalPipeline.class)
	FletchDocumentRetriever fletchDocumentRetriever(RetrievalPipeline pipeline) {
		return FletchDocumentRetriever.over(pipeline);
	}

}
