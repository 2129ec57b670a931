package io.fletch.autoconfigure.actuate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;

/**
 * Auto-configuration of the health of databases.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class)
@ConditionalOnClass({ Database.class, HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Databases.class)
@ConditionalOnEnabledHealthIndicator("fletch")
public final class FletchHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "fletchHealthIndicator", "fletchHealthContributor" })
	CompositeHealthContributor fletchHealthContributor(Databases databases) {
		return CompositeHealthContributor.fromMap(databases.all(), DatabaseHealthIndicator::new);
	}

}
