package io.fletch.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.Database;
import io.fletch.store.IndexInfo;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

/**
 * Measures searches of a table: exact, by each kind of index, all of these also among
 * rows that pass a filter.
 */
final class TableMeasurement {

	private static final int LIMIT = 10;

	private static final int BATCH = 10_000;

	private static final int FILTERED_QUERIES = 200;

	private static final double[] SHARES = { 0.01, 0.1, 0.5 };

	private static final double MEGABYTE = 1e6;

	private final SearchData data;

	private final ResultSink sink;

	private final Table table;

	private final Map<Double, int[][]> filtered = new HashMap<>();

	private TableMeasurement(SearchData data, ResultSink sink, Table table) {
		this.data = data;
		this.sink = sink;
		this.table = table;
	}

	/**
	 * Makes a table of the vectors, each with a number that filters ask for.
	 */
	static TableMeasurement of(SearchData data, Database database, ResultSink sink) {
		Schema schema = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.notNullable("num", new ArrowType.Int(32, true)),
				new Field("vector",
						new FieldType(false, new ArrowType.FixedSizeList(data.base().dimensions()), null,
								Map.of("fletch.distance", data.distance().name())),
						List.of(Field.notNullable("item",
								new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));
		Table table = database.createTable("vectors", schema);
		Random random = new Random(7);
		for (int from = 0; from < data.base().count(); from += BATCH) {
			List<Map<String, Object>> rows = new ArrayList<>();
			for (int row = from; row < Math.min(from + BATCH, data.base().count()); row++) {
				rows.add(Map.of("id", (long) row, "num", random.nextInt(1_000_000), "vector", data.base().vector(row)));
			}
			table.add(rows);
		}
		table.optimize();
		return new TableMeasurement(data, sink, table);
	}

	/**
	 * Measures searches without an index, and keeps what they find among filtered rows.
	 */
	void runExact() throws Exception {
		for (double share : SHARES) {
			int[][] found = new int[Math.min(FILTERED_QUERIES, this.data.queries().length)][];
			for (int i = 0; i < found.length; i++) {
				found[i] = ids(search(i, share));
			}
			this.filtered.put(share, found);
		}
		searches("exact", 40);
	}

	void run(IndexType type) throws Exception {
		IndexDefinition definition = IndexDefinition.on("vector").type(type).distance(this.data.distance());
		double cpu = Meter.cpuMillis();
		double millis = Meter.millis(0, (repetition) -> this.table.indexes().create(definition));
		Meter meter = new Meter(this.sink);
		meter.note("index_build", type.name(), "ms", millis);
		meter.note("index_build", type.name(), "cpu_ms", Meter.cpuMillis() - cpu);
		IndexInfo index = this.table.indexes().get("vector_idx");
		meter.note("index_size", type.name(), "MB", index.coverage().bytes() / MEGABYTE);
		searches(type.name(), this.data.queries().length);
		this.table.indexes().drop("vector_idx");
	}

	private void searches(String config, int count) throws Exception {
		Rounds rounds = Rounds.of(count).warmedUpBy(5 * count);
		meter(1, count).latency("vector_search", config + " defaults k=10 select id", rounds, (i) -> ids(search(i, 1)));
		meter(1, count).latency("vector_search", config + " defaults k=10 all columns", rounds,
				(i) -> search(i, 1).hits());
		for (double share : SHARES) {
			Rounds some = Rounds.of(Math.min(count, FILTERED_QUERIES)).warmedUpBy(count);
			meter(share, some.count()).latency("filtered_vector_search",
					config + " defaults k=10 select id, " + Math.round(share * 100) + " %", some,
					(i) -> ids(search(i, share)));
		}
	}

	private Meter meter(double share, int count) {
		int[][] exact = this.filtered.getOrDefault(share, this.data.truth());
		return new Meter(Recalls.with(this.sink,
				Recalls.of(count, (i) -> Arrays.copyOf(exact[i], LIMIT), (i) -> ids(search(i, share)))));
	}

	private Search<Map<String, @Nullable Object>> search(int query, double share) {
		Search<Map<String, @Nullable Object>> search = this.table.search(this.data.queries()[query]).limit(LIMIT);
		return (share < 1) ? search.where("num < " + Math.round(share * 1_000_000)) : search;
	}

	private static int[] ids(Search<Map<String, @Nullable Object>> search) {
		return search.select("id").hits().stream().mapToInt((hit) -> id(hit.row())).toArray();
	}

	private static int id(Map<String, @Nullable Object> row) {
		return (row.get("id") instanceof Long id) ? id.intValue() : -1;
	}

}
