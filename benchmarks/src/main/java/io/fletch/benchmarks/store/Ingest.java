package io.fletch.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * Adds all rows at once, by a thousand, and one by one; then asks a table that was filled
 * one by one.
 */
final class Ingest implements Workload {

	private static final int BATCH = 1000;

	private static final int[] STEPS = { 0, 100, 300, 1000 };

	@Override
	public void run(Bench bench) throws Exception {
		all(bench);
		batches(bench);
		oneByOne(bench);
		objects(bench);
		new ArrowTransfer().ingest(bench);
	}

	private void all(Bench bench) throws Exception {
		int count = bench.data().size();
		List<Map<String, Object>> rows = bench.data().rows(0, count);
		double[] millis = new double[3];
		double[] cpu = new double[3];
		for (int run = 0; run < millis.length; run++) {
			bench.drop("one");
			double cpuBefore = Meter.cpuMillis();
			millis[run] = Meter.millis(run,
					(repetition) -> bench.database().createTable("one", bench.data().schema()).add(rows));
			cpu[run] = Meter.cpuMillis() - cpuBefore;
		}
		String config = "100k x f32[128] + id,cat,num,price,text(avg 250B)";
		bench.meter().note("ingest_single_add", config, "ms", millis);
		bench.meter().note("ingest_single_add", config, "cpu_ms", cpu);
		bench.meter().rate("ingest_single_add", config, count, millis);
		bench.drop("one");
	}

	private void batches(Bench bench) throws Exception {
		List<List<Map<String, Object>>> batches = new ArrayList<>();
		int count = bench.data().size() / BATCH * BATCH;
		for (int from = 0; from < count; from += BATCH) {
			batches.add(bench.data().rows(from, from + BATCH));
		}
		double[] millis = new double[3];
		double[] cpu = new double[3];
		double[] each = new double[millis.length * batches.size()];
		for (int run = 0; run < millis.length; run++) {
			Table table = bench.create("b1000", bench.data().schema());
			double cpuBefore = Meter.cpuMillis();
			for (int i = 0; i < batches.size(); i++) {
				double one = Meter.millis(i, (batch) -> table.add(batches.get(batch)));
				each[run * batches.size() + i] = one;
				millis[run] += one;
			}
			cpu[run] = Meter.cpuMillis() - cpuBefore;
		}
		bench.meter().rate("ingest_batch_1000", "100k x f32[128] + id,cat,num,price,text(avg 250B)", count, millis);
		bench.meter().note("ingest_batch_1000", "100k x f32[128] + id,cat,num,price,text(avg 250B)", "cpu_ms", cpu);
		bench.meter()
			.note("ingest_batch_1000", "100k x f32[128] + id,cat,num,price,text(avg 250B)", "ms_per_add", each);
		bench.drop("b1000");
	}

	private void oneByOne(Bench bench) throws Exception {
		Table table = bench.create("b1", bench.data().schema());
		for (int step = 1; step < STEPS.length; step++) {
			addOneByOne(bench, table, STEPS[step - 1], STEPS[step]);
		}
		Rounds rounds = Rounds.of(100).warmedUpBy(3);
		bench.meter()
			.latency("vector_bruteforce", "1000 rows in 1000 fragments, k=10", rounds, (i) -> bench.nearest(table, i));
		bench.meter()
			.latency("count_rows_filter", "1000 rows in 1000 fragments", rounds,
					(i) -> table.countRows("num < " + i * 100, Map.of()));
		double[] millis = new double[3];
		for (int run = 0; run < millis.length; run++) {
			millis[run] = Meter.millis(run, (repetition) -> openAndAsk(bench));
		}
		bench.meter()
			.note("open_first_query", "1000 rows in 1000 fragments, same process, new connection", "ms", millis);
		bench.drop("b1");
	}

	private static void addOneByOne(Bench bench, Table table, int from, int to) throws Exception {
		double[] each = new double[to - from];
		double sum = 0;
		double cpuBefore = Meter.cpuMillis();
		for (int i = 0; i < each.length; i++) {
			List<Map<String, Object>> row = bench.data().rows(from + i, from + i + 1);
			each[i] = Meter.millis(i, (repetition) -> table.add(row));
			sum += each[i];
		}
		String config = "1-row adds, rows " + from + ".." + to + " (one fragment + one version each)";
		bench.meter().note("ingest_batch_1", config, "cpu_ms_per_op", (Meter.cpuMillis() - cpuBefore) / each.length);
		bench.meter().rate("ingest_batch_1", config, each.length, sum);
		bench.meter().note("ingest_batch_1", config, "ms_per_add", each);
	}

	private static void openAndAsk(Bench bench) {
		try (Database database = Database.open(bench.database().directory())) {
			bench.nearest(database.openTable("b1"), 0);
		}
	}

	private void objects(Bench bench) throws Exception {
		int count = Math.min(10_000, bench.data().size());
		double[] millis = new double[3];
		for (int run = 0; run < millis.length; run++) {
			List<Map<String, Object>> rows = bench.data().rows(0, count);
			Table table = bench.create("objs", bench.data().schema());
			millis[run] = Meter.millis(run, (repetition) -> table.add(rows));
		}
		bench.meter()
			.rate("ingest_js_objects", "10k rows as JS objects (Node-side conversion included)", count, millis);
		bench.drop("objs");
	}

}
