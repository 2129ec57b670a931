package io.fletch.benchmarks.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.benchmarks.data.Dataset;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * What every group of operations uses.
 *
 * @param database where the tables are made
 * @param data the rows
 * @param meter takes the time
 * @param largeRows the number of rows of the large table
 */
public record Bench(Database database, Dataset data, Meter meter, int largeRows) {

	/**
	 * Creates an empty table, dropping what has the name.
	 */
	Table create(String name, Schema schema) {
		drop(name);
		return this.database.createTable(name, schema);
	}

	/**
	 * Creates a table of all rows, dropping what has the name.
	 */
	Table createFull(String name) {
		Table table = create(name, this.data.schema());
		table.add(this.data.rows(0, this.data.size()));
		return table;
	}

	void drop(String name) {
		if (this.database.tableNames().contains(name)) {
			this.database.dropTable(name);
		}
	}

	/**
	 * Searches the ten nearest rows, reading their ids.
	 */
	List<Map<String, Object>> nearest(Table table, int query) {
		return table.search(this.data.query(query)).limit(10).select("id").rows();
	}

}
