package io.fletch.benchmarks.store;

/**
 * Updates one row, 1 % and 10 % of the rows of a table.
 */
final class RowUpdates implements Workload {

	@Override
	public void run(Bench bench) throws Exception {
		bench.meter().missing("update_where", "1 row (id = x): price");
		bench.meter().missing("update_where", "1% rows (num < 1000): price");
		bench.meter().missing("update_where", "10% rows: price");
	}

}
