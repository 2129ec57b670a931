package io.fletch.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;

/**
 * Opens databases as the application's beans say: with its embedding functions, its
 * reranker, and whatever its beans of the type {@link DatabaseOptionsCustomizer} add,
 * such as timers, the log of slow queries, and the upkeep that the endpoint shows. The
 * databases of {@code fletch.*} are opened by it; an application that defines one of its
 * own can do the same.
 */
public final class DatabaseOpener {

	private final ListableBeanFactory beans;

	DatabaseOpener(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Opens a database.
	 * @param name how it is named in meters, logs and the endpoint; best the name of its
	 * bean
	 * @param uri as for {@link Database#open(String)}
	 * @return the database, which is the caller's to close
	 * @throws InvalidInputException if the uri is not as it should be
	 * @throws StoreException if the folder cannot be used
	 */
	public Database open(String name, String uri) {
		return Database.open(uri, options(name));
	}

	/**
	 * Returns the options of a database that is opened otherwise.
	 * @param name as for {@link #open(String, String)}
	 * @return the options
	 */
	public DatabaseOptions options(String name) {
		DatabaseOptions usual = DatabaseOptions.defaults()
			.withFunctions(this.beans.getBean(EmbeddingFunctionRegistry.class));
		DatabaseOptions options = DefaultReranker.of(this.beans).map(usual::withReranker).orElse(usual);
		List<DatabaseOptionsCustomizer> customizers = this.beans.getBeanProvider(DatabaseOptionsCustomizer.class)
			.orderedStream()
			.toList();
		for (DatabaseOptionsCustomizer customizer : customizers) {
			options = customizer.customize(name, options);
		}
		return options;
	}

}
