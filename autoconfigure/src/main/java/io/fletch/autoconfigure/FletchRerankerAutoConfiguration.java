package io.fletch.autoconfigure;

import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.fletch.rerankers.RerankException;
import io.fletch.rerankers.RerankerFactory;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.query.Reranker;

/**
 * Auto-configuration of the rerankers that properties name. Beans of type
 * {@link RerankerFactory} are more types for these. The reranker of hybrid searches that
 * name none is the application's only or primary bean of type {@link Reranker}, or else
 * the one that {@code fletch.reranker} names.
 */
@AutoConfiguration
@ConditionalOnClass(Rerankers.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchRerankerAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	RerankerRegistry fletchRerankers(FletchProperties properties, ObjectProvider<RerankerFactory> factories,
			ObjectProvider<ServiceAddress> addresses) {
		RerankerRegistry registry = new RerankerRegistry();
		addresses.forEach((service) -> registry.variable(service.variable(), service.address()));
		factories.orderedStream().forEach(registry::register);
		properties.rerankers().forEach((name, reranker) -> register(registry, name, reranker));
		return registry;
	}

	private static void register(RerankerRegistry registry, String name, FletchProperties.Function reranker) {
		String type = reranker.type();
		String property = "fletch.rerankers." + name + ".type";
		if (type == null) {
			throw new RerankException(property + " must be given; known are " + String.join(", ", registry.types()));
		}
		if (!registry.types().contains(type)) {
			throw UnknownNameException.ofReranker(property, type, registry.types());
		}
		registry.register(name, type, Map.copyOf(reranker.options()));
	}

	@Bean
	ConfiguredReranker fletchConfiguredReranker(FletchProperties properties, RerankerRegistry registry) {
		return new ConfiguredReranker(() -> named(properties.reranker(), registry));
	}

	private static Reranker named(String name, RerankerRegistry registry) {
		if (!registry.names().contains(name)) {
			throw UnknownNameException.ofReranker("fletch.reranker", name, registry.names());
		}
		return registry.get(name);
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Reranker fletchReranker(ConfiguredReranker configured) {
		return configured.reranker().get();
	}

}
