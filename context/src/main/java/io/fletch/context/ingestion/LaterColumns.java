package io.fletch.context.ingestion;

import java.util.LinkedHashMap;
import java.util.Map;

import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.TypedTable;
import io.fletch.store.error.InvalidInputException;

/**
 * The columns that a table did not have in older versions, so that it gets them when it
 * is opened.
 *
 * @param table the name of the table
 * @param expressions what the rows that are there get, in SQL, by column
 */
record LaterColumns(String table, Map<String, String> expressions) {

	<R extends Record> TypedTable<R> open(Database database, Class<R> type) {
		if (!database.hasTable(this.table)) {
			return database.table(type);
		}
		add(database.openTable(this.table));
		// What its vectors were made of stays as it was.
		return database.openTable(type);
	}

	private void add(Table opened) {
		Map<String, String> missing = new LinkedHashMap<>(this.expressions);
		missing.keySet().removeIf((column) -> has(opened, column));
		if (!missing.isEmpty()) {
			opened.columns().add(missing);
		}
	}

	private static boolean has(Table opened, String column) {
		try {
			opened.scan().select(column).limit(1).rows();
			return true;
		}
		catch (InvalidInputException ex) {
			// The one thing that is wrong with this query where it is wrong.
			return false;
		}
	}

}
