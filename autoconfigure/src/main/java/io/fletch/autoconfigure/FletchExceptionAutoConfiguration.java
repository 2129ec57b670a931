package io.fletch.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;

import io.fletch.data.FletchExceptionTranslator;
import io.fletch.store.Database;

/**
 * Auto-configuration of the translation of the store's exceptions in whatever has
 * Spring's annotation {@code @Repository}. Does what Spring Boot's own does, which is not
 * on the class path of every application.
 */
@AutoConfiguration(afterName = "org.springframework.boot.persistence.autoconfigure."
		+ "PersistenceExceptionTranslationAutoConfiguration")
@ConditionalOnClass({ FletchExceptionTranslator.class, Database.class,
		PersistenceExceptionTranslationPostProcessor.class })
public final class FletchExceptionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FletchExceptionTranslator fletchExceptionTranslator() {
		return new FletchExceptionTranslator();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "spring.persistence.exceptiontranslation.enabled", matchIfMissing = true)
	static PersistenceExceptionTranslationPostProcessor fletchExceptionTranslation(Environment environment) {
		PersistenceExceptionTranslationPostProcessor processor = new PersistenceExceptionTranslationPostProcessor();
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

}
