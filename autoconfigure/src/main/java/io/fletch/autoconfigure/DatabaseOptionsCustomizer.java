package io.fletch.autoconfigure;

import io.fletch.store.DatabaseOptions;

/**
 * Changes how the databases of an application are opened. Beans of this type are asked in
 * their order; those of {@code fletch.*} come first.
 */
@FunctionalInterface
public interface DatabaseOptionsCustomizer {

	/**
	 * Changes the options of one database.
	 * @param database the name of the database; {@code default} for that of
	 * {@code fletch.uri}
	 * @param options the options
	 * @return the options to open it with
	 */
	DatabaseOptions customize(String database, DatabaseOptions options);

}
