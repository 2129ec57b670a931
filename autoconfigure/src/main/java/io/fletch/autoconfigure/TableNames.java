package io.fletch.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.TableNotFoundException;

/**
 * The tables of a database with those of its namespaces, named as {@link Table#id()}
 * names them.
 */
public final class TableNames {

	private static final String SEPARATOR = "$";

	private TableNames() {
	}

	/**
	 * Lists tables without opening them.
	 * @param database the database
	 * @param limit how many at most
	 * @return the names, of a namespace before those of the namespaces in it
	 */
	public static List<String> of(Database database, int limit) {
		List<String> names = new ArrayList<>();
		collect(database, "", names, limit);
		return names;
	}

	private static void collect(Database namespace, String prefix, List<String> names, int limit) {
		namespace.tableNames().stream().limit(limit - (long) names.size()).map(prefix::concat).forEach(names::add);
		for (String name : namespace.namespaces().list()) {
			if (names.size() >= limit) {
				return;
			}
			try {
				collect(namespace.namespace(name), prefix + name + SEPARATOR, names, limit);
			}
			catch (NamespaceNotFoundException ex) {
				// It was dropped meanwhile, with its tables.
				continue;
			}
		}
	}

	/**
	 * Tells whether there is a table, without opening it.
	 * @param database the database
	 * @param name the name, from wherever it comes
	 * @return whether there is a table of that name
	 */
	public static boolean exists(Database database, String name) {
		return find(database, name, Database::hasTable).orElse(false);
	}

	/**
	 * Opens a table.
	 * @param database the database
	 * @param name the name, from wherever it comes
	 * @return the table, or nothing if there is none of that name
	 */
	public static Optional<Table> open(Database database, String name) {
		return find(database, name,
				(namespace, table) -> namespace.hasTable(table) ? namespace.openTable(table) : null);
	}

	private static <T> Optional<T> find(Database database, String name,
			BiFunction<Database, String, @Nullable T> found) {
		List<String> path = List.of(name.split(Pattern.quote(SEPARATOR), -1));
		try {
			Database namespace = database;
			for (String part : path.subList(0, path.size() - 1)) {
				if (!namespace.namespaces().exists(part)) {
					return Optional.empty();
				}
				namespace = namespace.namespace(part);
			}
			return Optional.ofNullable(found.apply(namespace, path.getLast()));
		}
		catch (TableNotFoundException | NamespaceNotFoundException ex) {
			// It was dropped since this looked for it.
			return Optional.empty();
		}
	}

}
