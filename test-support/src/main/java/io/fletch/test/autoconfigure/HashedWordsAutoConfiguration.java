package io.fletch.test.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * Auto-configuration of the embedding function of tests that have none. Only
 * {@link DataFletchTest} imports it.
 */
@AutoConfiguration(beforeName = "io.fletch.autoconfigure.FletchAutoConfiguration")
public final class HashedWordsAutoConfiguration {

	/** The bean of the function. */
	static final String BEAN = "hashedWordsFunction";

	@Bean(BEAN)
	@ConditionalOnMissingBean(EmbeddingFunction.class)
	HashedWordsFunction hashedWordsFunction() {
		return new HashedWordsFunction();
	}

}
