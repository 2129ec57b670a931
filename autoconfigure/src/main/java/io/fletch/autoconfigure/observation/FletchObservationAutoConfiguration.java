package io.fletch.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.EmbeddingFunctionRegistryCustomizer;
import io.fletch.store.Database;

/**
 * Auto-configuration of observations of what databases and embedding functions do.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, Database.class })
@ConditionalOnBean(ObservationRegistry.class)
public final class FletchObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ObservedTables fletchObservedTables() {
		return new ObservedTables();
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "fletchObservations")
	DatabaseOptionsCustomizer fletchObservations(ObjectProvider<ObservationRegistry> registry, ObservedTables tables) {
		return (name, options) -> options
			.withObserver(options.observer().and(new ObservedDatabase(name, registry.getObject(), tables.of(name))));
	}

	/** Last, so that it is around a cache, too. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "fletchEmbeddingObservations")
	EmbeddingFunctionRegistryCustomizer fletchEmbeddingObservations(ObjectProvider<ObservationRegistry> registry) {
		return (functions) -> functions.wrap((function) -> ObservedFunction.of(function, registry.getObject()));
	}

}
