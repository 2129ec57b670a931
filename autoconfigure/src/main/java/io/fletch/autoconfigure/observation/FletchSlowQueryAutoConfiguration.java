package io.fletch.autoconfigure.observation;

import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.FletchProperties;
import io.fletch.store.Database;

/**
 * Auto-configuration of the log of slow queries.
 */
@AutoConfiguration
@ConditionalOnClass(Database.class)
@ConditionalOnProperty("fletch.slow-query")
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchSlowQueryAutoConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "fletchSlowQueries")
	DatabaseOptionsCustomizer fletchSlowQueries(FletchProperties properties) {
		Duration threshold = properties.slowQuery();
		if (threshold == null) {
			// The property has no value.
			return (name, options) -> options;
		}
		return (name, options) -> options.withObserver(options.observer().and(new SlowQueries(name, threshold)));
	}

}
