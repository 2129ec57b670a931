package io.fletch.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Auto-configuration of the database and its embedding functions. Every bean of type
 * {@link EmbeddingFunction} joins the registry beside those that modules on the class
 * path offer, and so do those that properties name.
 */
@AutoConfiguration
@ConditionalOnClass(Database.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EmbeddingFunctionRegistry fletchEmbeddingFunctions(FletchProperties properties,
			ObjectProvider<EmbeddingFunction> functions,
			ObjectProvider<EmbeddingFunctionRegistryCustomizer> customizers) {
		EmbeddingFunctionRegistry registry = EmbeddingFunctionRegistry.discovered();
		// The bean of the default function asks this registry, so it cannot be part of
		// it.
		functions.stream((type) -> type != DefaultEmbeddingFunction.class).forEach(registry::register);
		FletchProperties.Embedding embedding = properties.embedding();
		embedding.functions().forEach((name, function) -> registry.register(name, function.type(), function.options()));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(registry));
		chooseDefault(registry, embedding.defaultFunction());
		if (embedding.loadOnStartup()) {
			load(registry, embedding);
		}
		return registry;
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(EmbeddingFunction.class)
	DefaultEmbeddingFunction fletchEmbeddingFunction(EmbeddingFunctionRegistry registry) {
		return new DefaultEmbeddingFunction(registry);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	Database fletchDatabase(FletchProperties properties, EmbeddingFunctionRegistry registry) {
		return Database.open(properties.directory(), registry);
	}

	private static void load(EmbeddingFunctionRegistry registry, FletchProperties.Embedding embedding) {
		Set<String> names = new TreeSet<>(embedding.functions().keySet());
		if (registry.aliases().contains(embedding.defaultFunction())) {
			names.add(embedding.defaultFunction());
		}
		try {
			names.forEach(registry::get);
		}
		catch (EmbeddingException ex) {
			registry.close();
			throw ex;
		}
	}

	/**
	 * Without the bundled function, an application that names no default has the only
	 * function there is, or none and gives all vectors itself.
	 */
	private static void chooseDefault(EmbeddingFunctionRegistry registry, String alias) {
		Set<String> known = registry.aliases();
		if (known.contains(alias)) {
			registry.defaultAlias(alias);
		}
		else if (!alias.equals(FletchProperties.Embedding.BUNDLED_FUNCTION) || known.size() > 1) {
			throw UnknownNameException.ofEmbeddingFunction(alias, known);
		}
	}

}
