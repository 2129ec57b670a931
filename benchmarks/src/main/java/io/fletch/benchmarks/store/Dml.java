package io.fletch.benchmarks.store;

import java.util.List;
import java.util.Map;

import io.fletch.benchmarks.data.RowPicker;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Table;

/**
 * Merges, updates, deletes, and small appends on the table of all rows.
 */
final class Dml implements Workload {

	private static final String TABLE = "dml";

	private static final int RUNS = 3;

	private static final int MIN_ROWS = 10_000;

	@Override
	public void run(Bench bench) throws Exception {
		if (bench.data().size() < MIN_ROWS) {
			throw new IllegalArgumentException("The table has " + bench.data().size() + " rows, but " + MIN_ROWS
					+ " of them are merged; give more data, or leave the group DML out by --only");
		}
		merge(bench, bench.createFull(TABLE));
		Table table = bench.createFull(TABLE);
		new RowUpdates().run(bench, table);
		delete(bench, table);
		add(bench, bench.createFull(TABLE));
		bench.drop(TABLE);
	}

	private void merge(Bench bench, Table table) throws Exception {
		RowPicker picker = new RowPicker();
		for (int count : new int[] { 1, 100, 1000, 10_000 }) {
			List<List<Map<String, Object>>> sources = sources(bench, picker, count, 0.5);
			bench.meter()
				.runs(new Subject("merge_insert", "upsert " + count + " rows (50% match) into 100k on id", count), RUNS,
						(i) -> table.mergeInsert("id")
							.whenMatchedUpdateAll()
							.whenNotMatchedInsertAll()
							.execute(sources.get(i)));
		}
		List<List<Map<String, Object>>> sources = sources(bench, picker, 1000, 1);
		bench.meter()
			.runs(new Subject("merge_insert", "insert-if-not-exists 1000 new rows", 1000), RUNS,
					(i) -> table.mergeInsert("id").whenNotMatchedInsertAll().execute(sources.get(i)));
	}

	private static List<List<Map<String, Object>>> sources(Bench bench, RowPicker picker, int count, double newShare) {
		return List.of(source(bench, picker, count, newShare), source(bench, picker, count, newShare),
				source(bench, picker, count, newShare));
	}

	private static List<Map<String, Object>> source(Bench bench, RowPicker picker, int count, double newShare) {
		int size = bench.data().size();
		long[] ids = picker.pick(count, size).stream().mapToLong(Integer::longValue).toArray();
		for (int i = 0; i < count * newShare; i++) {
			ids[i] += size + picker.next(1_000_000);
		}
		return bench.data().rows(5000, 5000 + count, (i) -> ids[i]);
	}

	private void delete(Bench bench, Table table) throws Exception {
		bench.meter()
			.runs(new Subject("delete_where", "1 row (id = x)", 1), RUNS,
					(i) -> table.delete("id = " + (50_000 + i), Map.of()));
		bench.meter()
			.runs(new Subject("delete_where", "1% rows (num range)", 1000), RUNS,
					(i) -> deleteRange(table, 20_000 + i * 1000, 1000));
		bench.meter()
			.runs(new Subject("delete_where", "10% rows (num range)", 10_000), RUNS,
					(i) -> deleteRange(table, 40_000 + i * 10_000, 10_000));
	}

	private static void deleteRange(Table table, int from, int count) {
		table.delete("num >= " + from + " AND num < " + (from + count), Map.of());
	}

	private void add(Bench bench, Table table) throws Exception {
		double[] each = new double[50];
		double cpuBefore = Meter.cpuMillis();
		for (int i = 0; i < each.length; i++) {
			List<Map<String, Object>> row = row(bench, i, 2_000_000L + i);
			each[i] = Meter.millis(i, (repetition) -> table.add(row));
		}
		bench.meter().note("add_1_row", "into 100k table", "ms", each);
		bench.meter().note("add_1_row", "into 100k table", "cpu_ms", (Meter.cpuMillis() - cpuBefore) / each.length);
		double[] read = new double[20];
		for (int i = 0; i < read.length; i++) {
			read[i] = Meter.millis(i, (repetition) -> addAndRead(bench, table, repetition));
		}
		bench.meter().note("add_then_read", "add 1 row + read it back by id", "ms", read);
	}

	private static void addAndRead(Bench bench, Table table, int repetition) {
		long id = 3_000_000L + repetition;
		table.add(row(bench, repetition, id));
		if (table.scan().where("id = " + id).limit(1).rows().size() != 1) {
			throw new IllegalStateException("The row " + id + " was added, but is not seen");
		}
	}

	private static List<Map<String, Object>> row(Bench bench, int position, long id) {
		return bench.data().rows(position, position + 1, (i) -> id);
	}

}
