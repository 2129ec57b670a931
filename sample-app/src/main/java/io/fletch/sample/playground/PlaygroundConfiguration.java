package io.fletch.sample.playground;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.autoconfigure.FletchProperties;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.store.query.Reranker;

/**
 * Makes the playgrounds of what the application has.
 */
@Configuration(proxyBeanMethods = false)
class PlaygroundConfiguration {

	@Bean
	Playgrounds playgrounds(RerankerRegistry rerankers, Reranker reranker, FletchProperties properties) {
		return new Playgrounds(rerankers, reranker, List.copyOf(properties.rerankers().keySet()));
	}

}
