package io.fletch.benchmarks.search;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.benchmarks.data.GeneratedDataset;
import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.Table;
import io.fletch.store.UpkeepOptions;
import io.fletch.store.index.IndexDefinition;

/**
 * Measures how the cost of a search by vectors grows with the number of rows, of
 * dimensions and of neighbours that are asked for.
 */
public final class GrowthMeasurement {

	private static final int QUERIES = 200;

	private static final int USUAL_ROWS = 100_000;

	private static final int USUAL_DIMENSIONS = 128;

	private static final int[] ROWS = { 10_000, 30_000, 100_000, 300_000 };

	private static final int[] DIMENSIONS = { 64, 128, 256, 512, 768 };

	private static final int[] LIMITS = { 1, 10, 30, 100, 300 };

	private final ResultSink sink;

	/**
	 * Measures.
	 * @param sink takes the results
	 */
	public GrowthMeasurement(ResultSink sink) {
		this.sink = sink;
	}

	/**
	 * Measures with generated vectors.
	 * @throws Exception if something fails
	 */
	public void run() throws Exception {
		for (int rows : ROWS) {
			measure(rows, USUAL_DIMENSIONS, "rows=" + rows, 10);
		}
		for (int dimensions : DIMENSIONS) {
			measure(USUAL_ROWS, dimensions, "dimensions=" + dimensions, 10);
		}
		measure(USUAL_ROWS, USUAL_DIMENSIONS, "k=", LIMITS);
	}

	private void measure(int rows, int dimensions, String config, int... limits) throws Exception {
		List<float[]> vectors = GeneratedDataset.vectors(1, rows + QUERIES, dimensions);
		try (TemporaryFolder folder = TemporaryFolder.create("growth");
				Database database = Database.open(folder.path(),
						DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE))) {
			Table table = fill(database, vectors.subList(0, rows), dimensions);
			table.indexes().create(IndexDefinition.on("vector"));
			List<float[]> queries = vectors.subList(rows, vectors.size());
			for (int limit : limits) {
				String name = (limits.length > 1) ? config + limit : config;
				latency("flat " + name, Rounds.of(20).warmedUpBy(100),
						(i) -> table.search(queries.get(i)).exact().limit(limit).select("id").hits());
				latency("index " + name, Rounds.of(QUERIES).warmedUpBy(5000),
						(i) -> table.search(queries.get(i)).limit(limit).select("id").hits());
			}
		}
	}

	private static Table fill(Database database, List<float[]> vectors, int dimensions) {
		Table table = database.createTable("vectors", new Schema(List
			.of(Field.notNullable("id", new ArrowType.Int(64, true)), new Field("vector",
					new FieldType(false, new ArrowType.FixedSizeList(dimensions), null,
							Map.of("fletch.distance", "L2")),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))))));
		for (int from = 0; from < vectors.size(); from += 10_000) {
			table.add(IntStream.range(from, Math.min(from + 10_000, vectors.size()))
				.mapToObj((id) -> Map.<String, Object>of("id", (long) id, "vector", vectors.get(id)))
				.toList());
		}
		table.optimize();
		return table;
	}

	private void latency(String config, Rounds rounds, Searching searching) throws Exception {
		new Meter(this.sink).latency("growth", config, rounds, searching::run);
	}

	/**
	 * Searches.
	 */
	@FunctionalInterface
	private interface Searching {

		void run(int query);

	}

}
