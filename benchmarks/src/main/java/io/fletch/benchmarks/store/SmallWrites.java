package io.fletch.benchmarks.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.store.Table;

/**
 * Adds rows one at a time by one thread and by eight, and asks in between.
 */
final class SmallWrites implements Workload {

	private static final int ROWS = 1000;

	private static final int THREADS = 8;

	private static final int ADDS_A_THREAD = 1000;

	/**
	 * How many rows are added while the table is asked: more than one compaction takes.
	 */
	private static final int MOMENTS = 320;

	@Override
	public void run(Bench bench) throws Exception {
		oneThread(bench);
		manyThreads(bench);
		askInBetween(bench);
	}

	private void oneThread(Bench bench) throws Exception {
		Table table = bench.create("one", bench.data().schema());
		double[] each = new double[ROWS];
		double cpuBefore = Meter.cpuMillis();
		for (int i = 0; i < ROWS; i++) {
			List<Map<String, Object>> row = bench.data().rows(i, i + 1);
			each[i] = Meter.millis(i, (repetition) -> table.add(row));
		}
		String config = "durable 1-row add, 1 thread";
		bench.meter().note("small_writes", config, "ms", each);
		bench.meter().note("small_writes", config, "p99_ms", Meter.percentile(each, 0.99));
		bench.meter().note("small_writes", config, "cpu_ms_per_op", (Meter.cpuMillis() - cpuBefore) / ROWS);
		bench.meter().rate("small_writes", config, ROWS, Arrays.stream(each).sum());
		bench.drop("one");
	}

	private void manyThreads(Bench bench) throws Exception {
		double[] millis = new double[3];
		for (int run = 0; run < millis.length; run++) {
			Table table = bench.create("eight", bench.data().schema());
			List<Callable<Void>> writers = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				writers.add(writer(bench, table, thread * ADDS_A_THREAD));
			}
			try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
				millis[run] = Meter.millis(run, (repetition) -> {
					for (Future<Void> writer : threads.invokeAll(writers)) {
						writer.get();
					}
				});
			}
		}
		bench.meter().rate("small_writes", "durable 1-row adds, 8 threads", THREADS * ADDS_A_THREAD, millis);
		bench.drop("eight");
	}

	private static Callable<Void> writer(Bench bench, Table table, int from) {
		List<List<Map<String, Object>>> rows = new ArrayList<>();
		for (int i = from; i < from + ADDS_A_THREAD; i++) {
			rows.add(bench.data().rows(i, i + 1));
		}
		return () -> {
			rows.forEach(table::add);
			return null;
		};
	}

	private void askInBetween(Bench bench) throws Exception {
		Table compacted = bench.create("compacted", bench.data().schema());
		compacted.add(bench.data().rows(0, ROWS + MOMENTS));
		warmUp(bench, compacted);
		double[] whole = moment(bench, compacted);
		Table table = bench.create("growing", bench.data().schema());
		for (int i = 0; i < ROWS; i++) {
			table.add(bench.data().rows(i, i + 1));
		}
		double[] vector = new double[MOMENTS / 8];
		double[] count = new double[MOMENTS / 8];
		for (int i = 0; i < MOMENTS; i++) {
			table.add(bench.data().rows(ROWS + i, ROWS + i + 1));
			if (i % 8 == 0) {
				double[] now = moment(bench, table);
				vector[i / 8] = now[0] / whole[0];
				count[i / 8] = now[1] / whole[1];
			}
		}
		String config = "table filled by 1-row adds against compacted, ";
		bench.meter().note("small_writes", config + "vector search k=10", "ratio", vector);
		bench.meter().note("small_writes", config + "count with filter", "ratio", count);
		bench.meter().note("small_writes", "compacted table, vector search k=10", "p50_ms", whole[0]);
		bench.meter().note("small_writes", "compacted table, count with filter", "p50_ms", whole[1]);
		bench.drop("growing");
		bench.drop("compacted");
	}

	private static void warmUp(Bench bench, Table table) throws Exception {
		for (int i = 0; i < 100; i++) {
			moment(bench, table);
		}
	}

	/**
	 * Returns the median times of a vector search and of a count.
	 */
	private static double[] moment(Bench bench, Table table) throws Exception {
		double[] vector = new double[15];
		double[] count = new double[vector.length];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = Meter.millis(i, (query) -> bench.nearest(table, query));
			count[i] = Meter.millis(i, (number) -> table.countRows("num < " + number * 1000, Map.of()));
		}
		return new double[] { Meter.percentile(vector, 0.5), Meter.percentile(count, 0.5) };
	}

}
