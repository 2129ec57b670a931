package io.fletch.autoconfigure.actuate;

import java.time.Clock;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.fletch.autoconfigure.DatabaseLifecycle;
import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Auto-configuration of the endpoint {@code fletch}.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class)
@ConditionalOnClass({ Database.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Databases.class)
@ConditionalOnAvailableEndpoint(FletchEndpoint.class)
public final class FletchEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RunningUpkeep fletchRunningUpkeep() {
		return new RunningUpkeep(Clock.systemUTC());
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "fletchUpkeepObserver")
	DatabaseOptionsCustomizer fletchUpkeepObserver(RunningUpkeep upkeep) {
		return (name, options) -> options.withObserver(options.observer().and(upkeep.observer(name)));
	}

	/** Needs the databases, so that it is closed before them. */
	@Bean
	@ConditionalOnMissingBean
	MaintenanceJobs fletchMaintenanceJobs(Databases databases, Environment environment) {
		databases.all();
		return new MaintenanceJobs(Clock.systemUTC(), DatabaseLifecycle.time(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	FletchEndpoint fletchEndpoint(Databases databases, EmbeddingFunctionRegistry functions, RunningUpkeep upkeep,
			MaintenanceJobs jobs) {
		return new FletchEndpoint(databases, functions, upkeep, jobs);
	}

}
