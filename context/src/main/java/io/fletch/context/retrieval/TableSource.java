package io.fletch.context.retrieval;

import io.fletch.store.Table;
import io.fletch.store.TypedTable;

/**
 * Names a table as the source of passages: a table of the same name in another namespace
 * or database is another source.
 */
final class TableSource {

	private TableSource() {
	}

	static String of(TypedTable<?> typed) {
		Table table = typed.untyped();
		return table.id() + "@" + table.identity();
	}

}
