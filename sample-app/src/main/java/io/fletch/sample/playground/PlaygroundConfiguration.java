package io.fletch.sample.playground;

import java.util.List;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

import io.fletch.autoconfigure.FletchProperties;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.store.Database;
import io.fletch.store.query.Reranker;

/**
 * Makes the playground of what the application has. The tables of the ingestion pipeline
 * are there before: it says best what its settings lack.
 */
@Configuration(proxyBeanMethods = false)
class PlaygroundConfiguration {

	@Bean
	@DependsOn("fletchIngestionPipeline")
	Playground playground(Database database, RerankerRegistry rerankers, Reranker reranker,
			FletchProperties properties) {
		return new Playground(database, rerankers, reranker, List.copyOf(properties.rerankers().keySet()));
	}

	@Bean
	PassageMap passageMap(Database database, IngestionPipeline pipeline) {
		return new PassageMap(database, () -> pipeline.jobs().stream().anyMatch((job) -> !job.state().isFinal()));
	}

}
