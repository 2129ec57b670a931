package io.fletch.benchmarks.store;

import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Table;

/**
 * Updates one row, 1 % and 10 % of the rows of a table.
 */
final class RowUpdates {

	private static final int RUNS = 3;

	void run(Bench bench, Table table) throws Exception {
		measure(bench, table, "1 row (id = x): price", 1, "id = 777");
		measure(bench, table, "1% rows (num < 1000): price", 1000, "num < 1000");
		measure(bench, table, "10% rows: price", 10_000, "num < 10000");
	}

	private static void measure(Bench bench, Table table, String config, int count, String where) throws Exception {
		bench.meter()
			.runs(new Subject("update_where", config, count), RUNS,
					(i) -> table.update().setSql("price", "price + 1").where(where).execute());
	}

}
