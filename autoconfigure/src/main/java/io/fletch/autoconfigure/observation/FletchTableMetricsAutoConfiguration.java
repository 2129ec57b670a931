package io.fletch.autoconfigure.observation;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;

/**
 * Auto-configuration of meters for the state of tables and of the memory of databases.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, Database.class })
@ConditionalOnBean({ MeterRegistry.class, Databases.class })
public final class FletchTableMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TableMeters fletchTableMeters(MeterRegistry meters, Databases databases, ObjectProvider<ObservedTables> tables) {
		return new TableMeters(meters, databases, tables.getIfAvailable(ObservedTables::new));
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "fletchTableMetersOfNewTables")
	DatabaseOptionsCustomizer fletchTableMetersOfNewTables(ObjectProvider<TableMeters> meters) {
		return (name, options) -> options.withObserver(options.observer().and(new LateMeters(name, meters)));
	}

}
