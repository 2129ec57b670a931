package io.fletch.benchmarks.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexType;
import io.fletch.store.index.vector.HnswIndex;
import io.fletch.store.index.vector.HnswIndexBuilder;
import io.fletch.store.index.vector.HnswSpec;
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

/**
 * Measures how recall and time of an index go with its effort, below the tables.
 */
final class IndexMeasurement {

	private static final int LIMIT = 10;

	private static final int[] PROBES = { 0, 1, 2, 4, 8, 16, 32, 64 };

	private static final int[] BREADTHS = { 0, 10, 20, 50, 100, 200, 400 };

	private final SearchData data;

	private final ResultSink sink;

	IndexMeasurement(SearchData data, ResultSink sink) {
		this.data = data;
		this.sink = sink;
	}

	void run(IndexType type) throws Exception {
		Storage storage = new MemoryStorage(new FileCache(1));
		double before = Meter.cpuMillis();
		VectorIndex index = build(storage, type);
		new Meter(this.sink).note("segment_build", type.name(), "cpu_ms", Meter.cpuMillis() - before);
		for (Map.Entry<String, VectorSearch.Effort> effort : efforts(type).entrySet()) {
			VectorSearch search = VectorSearch.of(LIMIT).with(effort.getValue());
			new Meter(Recalls.with(this.sink, recall(index, search))).latency("segment_search",
					type + effort.getKey() + " k=10", Rounds.of(this.data.queries().length).warmedUpBy(2000),
					(i) -> find(index, i, search));
		}
	}

	private static Map<String, VectorSearch.Effort> efforts(IndexType type) {
		Map<String, VectorSearch.Effort> efforts = new LinkedHashMap<>();
		for (int value : type.isGraph() ? BREADTHS : PROBES) {
			String name = (value == 0) ? " defaults" : (type.isGraph() ? " ef=" : " np=") + value;
			efforts.put(name, type.isGraph() ? new VectorSearch.Effort(0, 0, 0, value)
					: new VectorSearch.Effort(value, value, 0, 0));
		}
		return efforts;
	}

	private VectorIndex build(Storage storage, IndexType type) throws IOException {
		VectorSpace space = new VectorSpace(this.data.distance(), this.data.base().dimensions());
		VectorForm form = switch (type) {
			case IVF_FLAT, HNSW_FLAT -> new VectorForm.Flat();
			case IVF_RQ -> new VectorForm.Bits();
			case IVF_PQ, HNSW_PQ -> new VectorForm.Product(0, Byte.SIZE);
			default -> new VectorForm.Scalar();
		};
		if (type.isGraph()) {
			HnswIndexBuilder.build(storage, "index", this.data.base(), HnswSpec.of(space).with(form), (done, total) -> {
			});
			return HnswIndex.open(IndexFile.open(storage, "index"));
		}
		try (IndexFileWriter writer = IndexFileWriter.create(storage, "index")) {
			IvfIndexBuilder.build(this.data.base(), IvfSpec.of(space).with(form), writer, (done, total) -> {
			});
			writer.finish();
		}
		return IvfIndex.open(IndexFile.open(storage, "index"));
	}

	private List<Neighbour> find(VectorIndex index, int query, VectorSearch search) {
		return index.search(QueryVector.of(this.data.queries()[query], this.data.distance()), search, this.data.base());
	}

	private double recall(VectorIndex index, VectorSearch search) {
		return Recalls.of(this.data.queries().length, (i) -> Arrays.copyOf(this.data.truth()[i], LIMIT),
				(i) -> find(index, i, search).stream().flatMapToInt((row) -> IntStream.of(row.ordinal())).toArray());
	}

}
