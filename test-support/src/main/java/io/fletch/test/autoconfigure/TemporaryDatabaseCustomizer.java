package io.fletch.test.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;
import org.springframework.util.FileSystemUtils;

import io.fletch.test.embedding.HashedWordsFunction;

/**
 * Lets every database of a context lie in a folder of its own, which is deleted after all
 * beans, and texts be embedded without a model. All are equal, so that contexts can be
 * shared.
 */
record TemporaryDatabaseCustomizer() implements ContextCustomizer {

	private static final String NAME = "fletchTemporaryDatabase";

	private static final String DATABASES = "fletch.databases";

	private static final String DEFAULT_FUNCTION = "fletch.embedding.default-function";

	private static final String RERANKER = "fletch.reranker";

	private static final String SCHEMA_MODE = "fletch.schema-mode";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		ConfigurableEnvironment environment = context.getEnvironment();
		Path folder = create();
		// Before all other properties: what belongs to the application stays as it is.
		addFirst(environment, NAME, places(environment, folder));
		if (!isChosenByTheTest(environment, RERANKER)) {
			addFirst(environment, NAME + "Reranker", Map.of(RERANKER, "rrf"));
		}
		if (!isChosenByTheTest(environment, SCHEMA_MODE)) {
			addFirst(environment, NAME + "SchemaMode", Map.of(SCHEMA_MODE, "create"));
		}
		context.addBeanFactoryPostProcessor((beans) -> {
			if (beans.containsBeanDefinition(HashedWordsAutoConfiguration.BEAN)
					&& !isChosenByTheTest(environment, DEFAULT_FUNCTION)) {
				addFirst(environment, NAME + "Function", Map.of(DEFAULT_FUNCTION, HashedWordsFunction.NAME));
			}
		});
		if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
			// What was registered first is destroyed last.
			beans.registerDisposableBean(NAME, () -> FileSystemUtils.deleteRecursively(folder));
		}
	}

	private static Map<String, Object> places(ConfigurableEnvironment environment, Path folder) {
		Map<String, Object> places = new HashMap<>();
		places.put("fletch.uri", folder.resolve("default").toString());
		places.put("fletch.embedding.load-on-startup", "false");
		Binder.get(environment)
			.bind(DATABASES, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.forEach((name) -> places.put(DATABASES + "." + name + ".uri", folder.resolve(name).toString()));
		return places;
	}

	private static void addFirst(ConfigurableEnvironment environment, String name, Map<String, Object> properties) {
		environment.getPropertySources().addFirst(new MapPropertySource(name, properties));
	}

	private static boolean isChosenByTheTest(ConfigurableEnvironment environment, String property) {
		PropertySource<?> test = environment.getPropertySources()
			.get(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME);
		return test != null && test.containsProperty(property);
	}

	private static Path create() {
		try {
			return Files.createTempDirectory("fletch-test");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder of a test's database cannot be made", ex);
		}
	}

}
