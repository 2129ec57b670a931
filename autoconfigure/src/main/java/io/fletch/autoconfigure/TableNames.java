package io.fletch.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.error.NamespaceNotFoundException;

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
	 * Opens a table.
	 * @param database the database
	 * @param name the name, from wherever it comes
	 * @return the table, or nothing if there is none of that name
	 */
	public static Optional<Table> open(Database database, String name) {
		List<String> path = List.of(name.split(Pattern.quote(SEPARATOR), -1));
		Database namespace = database;
		for (String part : path.subList(0, path.size() - 1)) {
			if (!namespace.namespaces().exists(part)) {
				return Optional.empty();
			}
			namespace = namespace.namespace(part);
		}
		return namespace.hasTable(path.getLast()) ? Optional.of(namespace.openTable(path.getLast())) : Optional.empty();
	}

}
