package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Opens databases as the application's beans say.
 *
 * @param beans the beans
 */
record DatabaseOpener(ListableBeanFactory beans) {

	Database open(String name, Path directory) {
		DatabaseOptions usual = DatabaseOptions.defaults()
			.withFunctions(this.beans.getBean(EmbeddingFunctionRegistry.class));
		DatabaseOptions options = DefaultReranker.of(this.beans).map(usual::withReranker).orElse(usual);
		List<DatabaseOptionsCustomizer> customizers = this.beans.getBeanProvider(DatabaseOptionsCustomizer.class)
			.orderedStream()
			.toList();
		for (DatabaseOptionsCustomizer customizer : customizers) {
			options = customizer.customize(name, options);
		}
		return Database.open(directory, options);
	}

}
