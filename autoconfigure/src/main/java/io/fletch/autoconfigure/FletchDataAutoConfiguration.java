package io.fletch.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.fletch.data.FletchExceptionTranslator;
import io.fletch.data.FletchTemplate;
import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.store.Database;

/**
 * Auto-configuration of the template that saves and finds records.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class)
@ConditionalOnClass({ FletchTemplate.class, Database.class })
@ConditionalOnSingleCandidate(Database.class)
@Import(NamedTemplatesRegistrar.class)
public final class FletchDataAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FletchMappingContext fletchMappingContext() {
		return new FletchMappingContext();
	}

	@Bean
	@ConditionalOnMissingBean
	FletchTemplate fletchTemplate(Database database, FletchMappingContext context, FletchProperties properties) {
		return new FletchTemplate(database, context, properties.schemaMode());
	}

	@Bean
	@ConditionalOnMissingBean
	FletchExceptionTranslator fletchExceptionTranslator() {
		return new FletchExceptionTranslator();
	}

}
