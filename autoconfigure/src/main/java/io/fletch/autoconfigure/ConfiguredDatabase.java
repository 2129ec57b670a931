package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Opens a database as the application's beans say.
 */
final class ConfiguredDatabase {

	private ConfiguredDatabase() {
	}

	static Database open(String name, Path directory, ListableBeanFactory beans) {
		DatabaseOptions options = DatabaseOptions.defaults()
			.withFunctions(beans.getBean(EmbeddingFunctionRegistry.class));
		options = DefaultReranker.of(beans).map(options::withReranker).orElse(options);
		List<DatabaseOptionsCustomizer> customizers = beans.getBeanProvider(DatabaseOptionsCustomizer.class)
			.orderedStream()
			.toList();
		for (DatabaseOptionsCustomizer customizer : customizers) {
			options = customizer.customize(name, options);
		}
		return Database.open(directory, options);
	}

}
