package io.fletch.benchmarks.store;

import java.util.List;
import java.util.Map;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * Opens the table of all rows in a process that already runs, and asks a first and a
 * second question.
 */
final class Cold implements Workload {

	private static final String TABLE = "cold";

	private static final int RUNS = 7;

	@Override
	public void run(Bench bench) throws Exception {
		bench.createFull(TABLE);
		measure(bench, "vec", (table) -> bench.nearest(table, 0));
		measure(bench, "point", (table) -> table.scan().where("id = 4711").limit(1).rows());
		bench.drop(TABLE);
	}

	private static void measure(Bench bench, String what, Question question) throws Exception {
		double[] open = new double[RUNS];
		double[] first = new double[RUNS];
		double[] second = new double[RUNS];
		double[] all = new double[RUNS];
		for (int run = 0; run < RUNS; run++) {
			long start = System.nanoTime();
			try (Database database = Database.open(bench.database().directory())) {
				Table table = database.openTable(TABLE);
				open[run] = (System.nanoTime() - start) / 1e6;
				first[run] = Meter.millis(run, (repetition) -> question.ask(table));
				all[run] = open[run] + first[run];
				second[run] = Meter.millis(run, (repetition) -> question.ask(table));
			}
		}
		String config = "flat " + what + " in a running process";
		bench.meter().note("cold_open", config, "open_ms", open);
		bench.meter().note("cold_open", config, "first_ms", first);
		bench.meter().note("cold_open", config, "open_to_first_ms", all);
		bench.meter().note("cold_open", config, "second_ms", second);
	}

	/**
	 * Asks a table something.
	 */
	@FunctionalInterface
	private interface Question {

		List<Map<String, Object>> ask(Table table);

	}

}
