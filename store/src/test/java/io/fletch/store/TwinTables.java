package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Two tables of the same rows, of which one is to have indexes, in a database without
 * upkeep.
 */
final class TwinTables implements AutoCloseable {

	private final String uri;

	private Database database;

	private Table indexed;

	private Table plain;

	TwinTables(String uri, Schema schema) {
		this.uri = uri;
		this.database = open(uri);
		this.indexed = this.database.createTable("indexed", schema);
		this.plain = this.database.createTable("plain", schema);
	}

	private static Database open(String uri) {
		return Database.open(uri, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	void reopen() {
		this.database.close();
		this.database = open(this.uri);
		this.indexed = this.database.openTable("indexed");
		this.plain = this.database.openTable("plain");
	}

	@Override
	public void close() {
		this.database.close();
	}

	Table indexed() {
		return this.indexed;
	}

	Table plain() {
		return this.plain;
	}

	void add(List<? extends Map<String, ? extends @Nullable Object>> rows) {
		both((table) -> table.add(rows));
	}

	void both(Consumer<Table> change) {
		change.accept(this.indexed);
		change.accept(this.plain);
	}

}
