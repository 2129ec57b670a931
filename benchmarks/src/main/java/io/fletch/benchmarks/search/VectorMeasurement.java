package io.fletch.benchmarks.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.IndexInfo;
import io.fletch.store.Search;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

/**
 * Measures searches by vectors: exact, and by each kind of index with several efforts,
 * also among rows that pass a filter.
 */
final class VectorMeasurement {

	private static final double[] SHARES = { 0.01, 0.1, 0.5 };

	private static final int FILTERED_QUERIES = 200;

	private static final int WARM_UP = 15_000;

	private static final int BUILDS = 7;

	private static final double MEGABYTE = 1e6;

	private static final int[] PROBES = { 8, 16, 24, 32, 64, 128, 208, 256 };

	private static final int[] FILTERED_PROBES = { 24, 32, 48, 64 };

	private static final int[] BREADTHS = { 50, 100, 200 };

	private final SearchTable table;

	private final ResultSink sink;

	private final Map<Double, int[][]> filtered;

	VectorMeasurement(SearchTable table, ResultSink sink) {
		this.table = table;
		this.sink = sink;
		this.filtered = table.exact(SHARES, FILTERED_QUERIES);
	}

	/**
	 * Measures searches without an index.
	 */
	void exact() throws Exception {
		Rounds rounds = Rounds.of(40).warmedUpBy(1200);
		measure("flat defaults k=10 select id", rounds, Search::exact);
		latency("flat defaults k=10 all columns", rounds, (i) -> this.table.nearest(i).exact().hits());
		filtered("flat", 30, Search::exact);
	}

	void index(IndexType type) throws Exception {
		build(type);
		for (Map.Entry<String, UnaryOperator<Search<Map<String, @Nullable Object>>>> effort : efforts(type)
			.entrySet()) {
			measure(type + " " + effort.getKey() + " k=10 select id", Rounds.of(1000).warmedUpBy(WARM_UP),
					effort.getValue());
		}
		latency(type + " defaults k=10 all columns", Rounds.of(1000).warmedUpBy(WARM_UP),
				(i) -> this.table.nearest(i).hits());
		latency(type + " defaults k=100 select id", Rounds.of(1000).warmedUpBy(WARM_UP),
				(i) -> SearchTable.ids(this.table.nearest(i).limit(100)));
		filtered(type.name(), FILTERED_QUERIES, (search) -> search);
		if (!type.isGraph()) {
			for (int probes : FILTERED_PROBES) {
				filtered(type + " np=" + probes, FILTERED_QUERIES, (search) -> search.probes(probes));
			}
		}
	}

	private void build(IndexType type) throws Exception {
		IndexDefinition definition = IndexDefinition.on("vector").type(type).distance(this.table.data().distance());
		Meter meter = new Meter(this.sink);
		meter.runs(new Subject("index_build", name(type.name()), this.table.data().base().count()),
				type.isGraph() ? 1 : BUILDS, (run) -> this.table.table().indexes().create(definition));
		IndexInfo index = this.table.table().indexes().get("vector_idx");
		meter.note("index_size", name(type.name()), "MB", index.coverage().bytes() / MEGABYTE);
	}

	private static Map<String, UnaryOperator<Search<Map<String, @Nullable Object>>>> efforts(IndexType type) {
		Map<String, UnaryOperator<Search<Map<String, @Nullable Object>>>> efforts = new LinkedHashMap<>();
		efforts.put("defaults", (search) -> search);
		for (int value : type.isGraph() ? BREADTHS : PROBES) {
			efforts.put((type.isGraph() ? "ef=" : "np=") + value,
					(search) -> type.isGraph() ? search.ef(value) : search.probes(value));
			if (type == IndexType.IVF_RQ) {
				efforts.put("np=" + value + " rf=10", (search) -> search.probes(value).refineFactor(10));
			}
		}
		return efforts;
	}

	private void measure(String config, Rounds rounds, UnaryOperator<Search<Map<String, @Nullable Object>>> effort)
			throws Exception {
		int[][] truth = this.table.data().truth();
		double recall = Recalls.of(Math.min(rounds.count(), truth.length),
				(i) -> Arrays.copyOf(truth[i], SearchTable.LIMIT), (i) -> ids(i, 1, effort));
		new Meter(Recalls.with(this.sink, recall)).latency("vector_search", name(config), rounds,
				(i) -> ids(i, 1, effort));
	}

	private void latency(String config, Rounds rounds, Searching searching) throws Exception {
		new Meter(this.sink).latency("vector_search", name(config), rounds, searching::run);
	}

	/**
	 * Measures searches among rows that pass a filter, without and with an index over its
	 * column.
	 */
	private void filtered(String config, int queries, UnaryOperator<Search<Map<String, @Nullable Object>>> effort)
			throws Exception {
		for (boolean isIndexed : new boolean[] { false, true }) {
			if (isIndexed) {
				this.table.table().indexes().create(IndexDefinition.on("num"));
			}
			for (Map.Entry<Double, int[][]> exact : this.filtered.entrySet()) {
				double share = exact.getKey();
				Rounds rounds = Rounds.of(queries).warmedUpBy(40 * queries);
				double recall = Recalls.of(Math.min(queries, exact.getValue().length), (i) -> exact.getValue()[i],
						(i) -> ids(i, share, effort));
				new Meter(Recalls.with(this.sink, recall)).latency("vector_prefilter",
						name(config + " sel=" + Math.round(share * 100) + "% btree=" + isIndexed), rounds,
						(i) -> ids(i, share, effort));
			}
		}
		this.table.table().indexes().drop("num_idx");
	}

	private int[] ids(int query, double share, UnaryOperator<Search<Map<String, @Nullable Object>>> effort) {
		Search<Map<String, @Nullable Object>> search = effort.apply(this.table.nearest(query));
		return SearchTable.ids((share < 1) ? search.where(this.table.filter(share)) : search);
	}

	private String name(String config) {
		return this.table.data().name() + " " + config;
	}

	/**
	 * Searches.
	 */
	@FunctionalInterface
	private interface Searching {

		void run(int query);

	}

}
