package io.fletch.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.vector.IvfIndex;
import io.fletch.store.index.vector.IvfIndexBuilder;
import io.fletch.store.index.vector.IvfSpec;
import io.fletch.store.index.vector.Neighbour;
import io.fletch.store.index.vector.VectorForm;
import io.fletch.store.index.vector.VectorIndex;
import io.fletch.store.index.vector.VectorSearch;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

/**
 * Measures how long an index takes to be built and to answer, and how much of the exact
 * answer it finds.
 */
public final class IndexMeasurement {

	private static final int LIMIT = 10;

	private static final int ROUNDS = 10;

	private static final int BUILDS = 3;

	private static final double NANOS = 1e6;

	private final VectorFile base;

	private final QueryVector[] queries;

	private final int[][] truth;

	private final Distance distance;

	private final ResultSink sink;

	private IndexMeasurement(VectorFile base, QueryVector[] queries, int[][] truth, Distance distance,
			ResultSink sink) {
		this.base = base;
		this.queries = queries;
		this.truth = truth;
		this.distance = distance;
		this.sink = sink;
	}

	/**
	 * Reads what is to be measured.
	 * @param files the vectors, the queries and the exact answers, in this order
	 * @param distance what is measured between vectors
	 * @param sink takes the results
	 * @return the measurement
	 * @throws IOException if a file cannot be read
	 */
	public static IndexMeasurement of(List<Path> files, Distance distance, ResultSink sink) throws IOException {
		VectorFile asked = VectorFile.read(files.get(1));
		QueryVector[] queries = new QueryVector[asked.count()];
		Arrays.setAll(queries, (i) -> QueryVector.of(asked.vector(i), distance));
		return new IndexMeasurement(VectorFile.read(files.get(0)), queries, VectorFile.readNumbers(files.get(2)),
				distance, sink);
	}

	/**
	 * Measures every form of index.
	 * @throws IOException if the results cannot be kept
	 */
	public void run() throws IOException {
		measure("flat", new VectorForm.Flat());
		measure("sq8", new VectorForm.Scalar());
		measure("pq8", new VectorForm.Product(0, Byte.SIZE));
		measure("pq4", new VectorForm.Product(0, 4));
	}

	private void measure(String config, VectorForm form) throws IOException {
		Storage storage = new MemoryStorage(new FileCache(1));
		double[] seconds = new double[BUILDS];
		for (int i = 0; i < BUILDS; i++) {
			long before = System.nanoTime();
			build(storage, "index-" + i, form);
			seconds[i] = (System.nanoTime() - before) / NANOS / 1000;
		}
		this.sink.add(Result.of("build", config, "s", seconds));
		search(config, IvfIndex.open(IndexFile.open(storage, "index-0")));
	}

	private void build(Storage storage, String path, VectorForm form) throws IOException {
		IvfSpec spec = IvfSpec.of(new VectorSpace(this.distance, this.base.dimensions())).with(form);
		try (IndexFileWriter writer = IndexFileWriter.create(storage, path)) {
			IvfIndexBuilder.build(this.base, spec, writer, (done, total) -> {
			});
			writer.finish();
		}
	}

	private void search(String config, VectorIndex index) throws IOException {
		double[] rates = new double[ROUNDS];
		double[] medians = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			double[] millis = new double[this.queries.length];
			for (int i = 0; i < millis.length; i++) {
				long before = System.nanoTime();
				index.search(this.queries[i], VectorSearch.of(LIMIT), this.base);
				millis[i] = (System.nanoTime() - before) / NANOS;
			}
			rates[round] = millis.length / Arrays.stream(millis).sum() * 1000;
			medians[round] = Meter.percentile(millis, 0.5);
		}
		this.sink.add(Result.of("vector search", config, "ms", medians));
		this.sink.add(Result.of("vector search", config, "qps", rates));
		this.sink.add(Result.of("vector search", config, "recall", recall(index)));
	}

	private double recall(VectorIndex index) {
		long found = 0;
		for (int i = 0; i < this.queries.length; i++) {
			int[] exact = Arrays.copyOf(this.truth[i], LIMIT);
			List<Neighbour> neighbours = index.search(this.queries[i], VectorSearch.of(LIMIT), this.base);
			found += Arrays.stream(exact)
				.filter((row) -> neighbours.stream().anyMatch((neighbour) -> neighbour.ordinal() == row))
				.count();
		}
		return (double) found / this.queries.length / LIMIT;
	}

}
