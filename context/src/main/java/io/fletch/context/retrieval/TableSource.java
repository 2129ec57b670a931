package io.fletch.context.retrieval;

import java.util.Objects;

import io.fletch.store.Table;
import io.fletch.store.TypedTable;

/**
 * Names a table as the source of passages: a table of the same name in another namespace
 * or database is another source.
 */
public final class TableSource {

	private TableSource() {
	}

	static String of(TypedTable<?> table) {
		return of(table.untyped());
	}

	/**
	 * Names a table.
	 * @param table the table
	 * @return its id, {@code @} and its identity
	 */
	public static String of(Table table) {
		Objects.requireNonNull(table, "table");
		return table.id() + "@" + table.identity();
	}

}
