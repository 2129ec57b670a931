package io.fletch.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Auto-configuration of the databases and their embedding functions. Every bean of type
 * {@link EmbeddingFunction} joins the registry beside those that modules on the class
 * path offer, and so do those that properties name; beans of type
 * {@link EmbeddingFunctionFactory} are more types for these.
 */
@AutoConfiguration
@ConditionalOnClass(Database.class)
@EnableConfigurationProperties(FletchProperties.class)
@Import(NamedDatabasesRegistrar.class)
public final class FletchAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EmbeddingFunctionRegistry fletchEmbeddingFunctions(FletchProperties properties,
			ObjectProvider<EmbeddingFunctionFactory> factories, ObjectProvider<EmbeddingFunction> functions,
			ObjectProvider<EmbeddingFunctionRegistryCustomizer> customizers, ObjectProvider<ServiceAddress> addresses) {
		EmbeddingFunctionRegistry registry = EmbeddingFunctionRegistry.discovered();
		addresses.forEach((service) -> registry.variable(service.variable(), service.address()));
		factories.orderedStream().forEach(registry::register);
		// The bean of the default function asks this registry, so it cannot be part of
		// it.
		List<EmbeddingFunction> own = functions.stream((type) -> type != DefaultEmbeddingFunction.class).toList();
		own.forEach(registry::register);
		FletchProperties.Embedding embedding = properties.embedding();
		embedding.functions().forEach((name, function) -> register(registry, name, function));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(registry));
		chooseDefault(registry, embedding.defaultFunction(), own);
		if (embedding.loadOnStartup()) {
			load(registry, embedding);
		}
		return registry;
	}

	private static void register(EmbeddingFunctionRegistry registry, String name, FletchProperties.Function function) {
		String type = function.type();
		if (type == null) {
			throw new EmbeddingException("fletch.embedding.functions." + name + ".type must be given; known are "
					+ String.join(", ", registry.types()));
		}
		registry.register(name, type, function.options());
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(EmbeddingFunction.class)
	DefaultEmbeddingFunction fletchEmbeddingFunction(EmbeddingFunctionRegistry registry) {
		return new DefaultEmbeddingFunction(registry);
	}

	@Bean(destroyMethod = "close")
	@Primary
	@ConditionalOnMissingBean
	Database fletchDatabase(FletchProperties properties, DatabaseOpener opener) {
		return opener.open(Databases.DEFAULT, properties.directory());
	}

	@Bean
	DatabaseOpener fletchDatabaseOpener(ListableBeanFactory beans) {
		return new DatabaseOpener(beans);
	}

	@Bean
	@ConditionalOnMissingBean
	Databases fletchDatabases(ConfigurableListableBeanFactory beans, FletchProperties properties) {
		return new Databases(beans, properties.databases().keySet());
	}

	@Bean
	@ConditionalOnMissingBean
	DatabaseLifecycle fletchDatabaseLifecycle(Databases databases, Environment environment) {
		return new DatabaseLifecycle(databases, DatabaseLifecycle.time(environment));
	}

	@Bean
	static DatabaseClosing fletchDatabaseClosing(Environment environment) {
		return new DatabaseClosing(DatabaseLifecycle.time(environment));
	}

	private static void load(EmbeddingFunctionRegistry registry, FletchProperties.Embedding embedding) {
		Set<String> names = new TreeSet<>(embedding.functions().keySet());
		if (!registry.aliases().isEmpty()) {
			names.add(registry.defaultAlias());
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
	private static void chooseDefault(EmbeddingFunctionRegistry registry, @Nullable String chosen,
			List<EmbeddingFunction> own) {
		Set<String> known = registry.aliases();
		String usual = (own.size() == 1) ? own.getFirst().name() : FletchProperties.Embedding.BUNDLED_FUNCTION;
		String alias = (chosen != null) ? chosen : usual;
		if (known.contains(alias)) {
			registry.defaultAlias(alias);
		}
		else if (chosen != null || known.size() > 1) {
			throw UnknownNameException.ofEmbeddingFunction(alias, known);
		}
	}

}
