package io.fletch.autoconfigure;

import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.fletch.springai.rag.RerankingPostProcessor;
import io.fletch.store.query.Reranker;

/**
 * Auto-configuration of the reranker as a post-processor of documents for Spring AI,
 * where the application chose one. Other post-processors may stand beside it. Comes
 * before the rerankers, so that only those of the application are seen here.
 */
@AutoConfiguration(before = FletchRerankerAutoConfiguration.class)
@ConditionalOnClass({ DocumentPostProcessor.class, RerankingPostProcessor.class, Reranker.class })
@Conditional(RerankerIsChosen.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchSpringAiRerankingAutoConfiguration {

	/**
	 * Vectors are made by the model of the vector store, if the reranker compares any.
	 */
	@Bean
	@ConditionalOnMissingBean
	RerankingPostProcessor fletchDocumentPostProcessor(ListableBeanFactory beans, FletchProperties properties) {
		return new RerankingPostProcessor(DefaultReranker.of(beans).orElseThrow())
			.embeddedBy(() -> VectorStoreModel.orFunction(beans, properties.embedding().defaultFunction()));
	}

}
