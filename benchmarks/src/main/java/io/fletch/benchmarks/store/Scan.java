package io.fletch.benchmarks.store;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.fletch.benchmarks.measure.Operation;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

/**
 * Finds, counts and reads rows of the table of all rows.
 */
final class Scan implements Workload {

	private static final String TABLE = "flat";

	@Override
	public void run(Bench bench) throws Exception {
		Table table = bench.createFull(TABLE);
		index(bench, table);
		filter(bench, table);
		count(bench, table);
		read(bench, table);
		new ArrowTransfer().scan(bench, table);
		bench.meter()
			.latency("headline", "brute force 100k x 128 k=10 id", Rounds.of(25).warmedUpBy(3),
					(i) -> bench.nearest(table, i));
	}

	private static void index(Bench bench, Table table) throws Exception {
		int size = bench.data().size();
		bench.meter()
			.runs(new Subject("index_build", "BTREE(id int64)", size), 3,
					(i) -> table.indexes().create(IndexDefinition.on("id")));
		bench.meter()
			.runs(new Subject("index_build", "BTREE(num int32)", size), 3,
					(i) -> table.indexes().create(IndexDefinition.on("num")));
		bench.meter()
			.runs(new Subject("index_build", "BITMAP(cat utf8, 100 values)", size), 3,
					(i) -> table.indexes().create(IndexDefinition.on("cat").type(IndexType.BITMAP)));
	}

	private void filter(Bench bench, Table table) throws Exception {
		int size = bench.data().size();
		filter(bench, "id = x -> all columns (point lookup)", 200,
				(i) -> table.scan().where("id = :id", Map.of("id", (long) i * 331 % size)).limit(1).rows());
		filter(bench, "id IN (10 ids) -> id,text", 100,
				(i) -> table.scan().where("id IN (" + tenIds(i, size) + ")").select("id", "text").rows());
		filter(bench, "num range 0.1% -> id,cat", 100,
				(i) -> table.scan().where(range(i * 900, 100)).select("id", "cat").rows());
		filter(bench, "num range 10% -> id,cat", 50,
				(i) -> table.scan().where(range(i * 1000, 10_000)).select("id", "cat").rows());
		filter(bench, "cat = 'c42' (~0.5%) -> id,price", 100,
				(i) -> table.scan().where("cat = 'c42'").select("id", "price").rows());
		filter(bench, "cat='c01' AND num<5000 limit 20", 100,
				(i) -> table.scan().where("cat = 'c01' AND num < 5000").select("id", "price").limit(20).rows());
	}

	private static void filter(Bench bench, String config, int count, Operation operation) throws Exception {
		bench.meter().latency("filter", config, Rounds.of(count).warmedUpBy(3).atMost(2500), operation);
	}

	private static String tenIds(int number, int size) {
		return IntStream.range(0, 10)
			.mapToObj((j) -> Integer.toString((number * 331 + j * 7919) % size))
			.collect(Collectors.joining(", "));
	}

	private static String range(int from, int count) {
		return "num >= " + from + " AND num < " + (from + count);
	}

	private void count(Bench bench, Table table) throws Exception {
		Rounds rounds = Rounds.of(100).warmedUpBy(3).atMost(2500);
		bench.meter().latency("count", "countRows(num < 10%)", rounds, (i) -> table.countRows("num < 10000", Map.of()));
		bench.meter()
			.latency("count", "countRows(cat = 'c01')", rounds, (i) -> table.countRows("cat = 'c01'", Map.of()));
		bench.meter().latency("count", "countRows() no filter", Rounds.of(300), (i) -> table.countRows());
	}

	private void read(Bench bench, Table table) throws Exception {
		read(bench, "100k rows as maps, id only", () -> table.scan().select("id").rows());
		read(bench, "100k rows as maps, vector only", () -> table.scan().select("vector").rows());
		read(bench, "100k rows as maps, all columns", () -> table.scan().rows());
	}

	private static void read(Bench bench, String config, Rows rows) throws Exception {
		int size = bench.data().size();
		bench.meter().runs(new Subject("full_scan", config, size), 5, (i) -> {
			int read = rows.read().size();
			if (read != size) {
				throw new IllegalStateException("Of " + size + " rows, " + read + " were read");
			}
		});
	}

	/**
	 * Reads rows.
	 */
	@FunctionalInterface
	private interface Rows {

		List<Map<String, Object>> read();

	}

}
