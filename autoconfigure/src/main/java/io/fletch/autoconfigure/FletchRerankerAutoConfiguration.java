package io.fletch.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.fletch.rerankers.Rerankers;
import io.fletch.store.query.Reranker;

/**
 * Auto-configuration of the reranker that a property names.
 */
@AutoConfiguration
@ConditionalOnClass(Rerankers.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchRerankerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Reranker fletchReranker(FletchProperties properties) {
		if (!Rerankers.names().contains(properties.reranker())) {
			throw UnknownNameException.ofReranker(properties.reranker(), Rerankers.names());
		}
		return Rerankers.named(properties.reranker());
	}

}
