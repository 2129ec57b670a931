package io.fletch.autoconfigure;

import org.springframework.ai.model.ollama.autoconfigure.OllamaConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

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

	/** Where Spring AI looks if nothing says otherwise. */
	private static final String DEFAULT = "http://localhost:11434";

	@Bean
	@ConditionalOnMissingBean
	ServiceAddress fletchOllamaAddress(OllamaConnectionDetails ollama, Environment environment) {
		String address = ollama.getBaseUrl();
		String named = environment.getProperty(OllamaEmbeddings.ADDRESS);
		return new ServiceAddress(OllamaEmbeddings.ADDRESS,
				(named != null && address.equals(DEFAULT)) ? named : address);
	}

}
