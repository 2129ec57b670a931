package io.fletch.autoconfigure;

import java.util.Optional;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.SpringAIVectorStoreTypes;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.store.Database;

/**
 * Auto-configuration of the vector store for Spring AI, where there is no other, and one
 * database, or one that is primary. Its table is created when it is first used.
 */
@AutoConfiguration(after = { FletchAutoConfiguration.class, FletchSpringAiAutoConfiguration.class })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ VectorStore.class, FletchVectorStore.class })
@ConditionalOnProperty(name = SpringAIVectorStoreTypes.TYPE, havingValue = "fletch", matchIfMissing = true)
@ConditionalOnSingleCandidate(Database.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchVectorStoreAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(BatchingStrategy.class)
	TokenCountBatchingStrategy fletchBatchingStrategy() {
		return new TokenCountBatchingStrategy();
	}

	@Bean
	@ConditionalOnMissingBean(VectorStore.class)
	FletchVectorStore fletchVectorStore(Database database, FletchProperties properties, ListableBeanFactory beans,
			BatchingStrategy batchingStrategy, VectorStoreObservations observations) {
		Optional<EmbeddingModel> model = VectorStoreModel.of(beans, properties.embedding().defaultFunction());
		FletchProperties.VectorStore store = properties.vectorStore();
		return model.map((chosen) -> FletchVectorStore.builder(database, chosen))
			.orElseGet(() -> FletchVectorStore.builder(database))
			.tableName(store.tableName())
			.queryKind(store.queryKind())
			.batchingStrategy(batchingStrategy)
			.observationRegistry(observations.registry())
			.customObservationConvention(observations.convention())
			.build();
	}

	@Bean
	VectorStoreObservations fletchVectorStoreObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<VectorStoreObservationConvention> convention) {
		return new VectorStoreObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP),
				convention.getIfAvailable());
	}

}
