package io.fletch.autoconfigure;

import org.springframework.ai.model.ollama.autoconfigure.OllamaConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

import io.fletch.embeddings.remote.OllamaEmbeddings;

/**
 * Auto-configuration of where Ollama is for embedding functions and rerankers: where it
 * is for Spring AI, by {@code spring.ai.ollama.base-url}, Docker Compose or
 * Testcontainers.
 */
@AutoConfiguration(afterName = "org.springframework.ai.model.ollama.autoconfigure.OllamaApiAutoConfiguration")
@ConditionalOnClass({ OllamaConnectionDetails.class, OllamaEmbeddings.class })
@ConditionalOnSingleCandidate(OllamaConnectionDetails.class)
public final class FletchOllamaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServiceAddress fletchOllamaAddress(OllamaConnectionDetails ollama) {
		return new ServiceAddress(OllamaEmbeddings.ADDRESS, ollama.getBaseUrl());
	}

}
