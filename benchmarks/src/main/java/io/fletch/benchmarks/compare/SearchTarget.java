package io.fletch.benchmarks.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fletch.benchmarks.measure.Result;

/**
 * How fast a search must be. Of the measurements that find enough, each store counts with
 * its fastest.
 *
 * @param name the search in words
 * @param op the operation
 * @param theirs which measurements of the other store count
 * @param ours which of ours
 * @param recall how much they must find at least; 0 where everything is found
 * @param ratio how many times as fast as the other store
 */
record SearchTarget(String name, String op, Pattern theirs, Pattern ours, double recall, double ratio) {

	private static final String LATENCY = "p50_ms";

	private static final String BUILD = "cpu_ms";

	static final List<SearchTarget> ALL = List.of(of("exact", "vector_search", "flat defaults k=10 select id", 0, 15),
			of("10 neighbours, recall 0.95", "vector_search", "k=10 select id", 0.95, 8),
			of("10 neighbours, recall 0.99", "vector_search", "k=10 select id", 0.99, 8),
			of("10 neighbours with all columns", "vector_search", "(HNSW|IVF|hnsw|ivf)\\S* .*k=10 all columns.*", 0,
					10),
			of("filtered, 1 %, recall 0.99", "vector_prefilter", "sel=1% btree=\\w+", 0.99, 10),
			of("filtered, 10 %, recall 0.99", "vector_prefilter", "sel=10% btree=\\w+", 0.99, 10),
			of("filtered, 50 %, recall 0.99", "vector_prefilter", "sel=50% btree=\\w+", 0.99, 10),
			of("words, any of 2 to 4", "fts", "match OR 2-4 terms top-10 select id", 0, 5),
			of("words, all of 2 to 4", "fts", "match AND 2-4 terms top-10", 0, 5),
			of("phrase", "fts", "phrase \\(2 words\\) top-10", 0, 5),
			of("fuzzy word", "fts", "fuzzy=1 single term top-10", 0, 5),
			of("words, filtered, 10 %", "fts", "match OR \\+ prefilter num<10% top-10", 0, 5),
			of("words, 10,000 rows not in the index", "fts", ".*10k unindexed rows", 0, 100),
			hybrid("hybrid, 10 rows of each side", " depth=10", "select id"),
			hybrid("hybrid, 100 rows of each of our sides", "", "select id"),
			hybrid("hybrid with all columns, 10 rows of each side", " depth=10", "all cols.*"),
			hybrid("hybrid with all columns, 100 rows of each of our sides", "", "all cols.*"),
			new SearchTarget("build for neighbours, beside their HNSW_SQ", "index_build",
					Pattern.compile(".*HNSW_SQ.*"), Pattern.compile(".*IVF_RQ"), 0, 10),
			new SearchTarget("build for neighbours, beside their IVF_FLAT", "index_build",
					Pattern.compile(".*IVF_FLAT.*"), Pattern.compile(".*IVF_RQ"), 0, 1),
			new SearchTarget("build for words, with positions", "index_build",
					Pattern.compile(".*FTS\\(text\\) withPosition=true"),
					Pattern.compile(".*FTS\\(text\\) default \\(with positions\\)"), 0, 1));

	private static SearchTarget of(String name, String op, String config, double recall, double ratio) {
		Pattern pattern = Pattern.compile("(.* )?" + config);
		return new SearchTarget(name, op, pattern, pattern, recall, ratio);
	}

	private static SearchTarget hybrid(String name, String depth, String columns) {
		return new SearchTarget(name, "hybrid", hybrid("", columns), hybrid(depth, columns), 0, 8);
	}

	private static Pattern hybrid(String depth, String columns) {
		return Pattern.compile("(.* )?FTS \\+ RRF\\(60\\)" + depth + " top-10 " + columns);
	}

	String metric() {
		return this.op.equals("index_build") ? BUILD : LATENCY;
	}

	/**
	 * Returns the fastest that counts of the other store, by its best round.
	 */
	Optional<Result> theirBest(List<Result> results) {
		return best(results, this.theirs, Comparator.comparingDouble(Result::min));
	}

	/**
	 * Returns the fastest that counts of ours, by its median.
	 */
	Optional<Result> ourBest(List<Result> results) {
		return best(results, this.ours, Comparator.comparingDouble(Result::value));
	}

	private Optional<Result> best(List<Result> results, Pattern configs, Comparator<Result> order) {
		return measured(results, configs).filter(this::finds).min(order);
	}

	/**
	 * Says why nothing of the other store counts.
	 */
	String whyNotTheirs(List<Result> results) {
		return whyNot(results, this.theirs);
	}

	/**
	 * Says why nothing of ours counts.
	 */
	String whyNotOurs(List<Result> results) {
		return whyNot(results, this.ours);
	}

	private String whyNot(List<Result> results, Pattern configs) {
		if (measured(results, configs).findAny().isEmpty()) {
			return "no line has the op `" + this.op + "`, the metric `" + metric() + "` and a config like `" + configs
					+ "`";
		}
		return measured(results, configs).map(Result::recall)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.map((most) -> "the best finds " + most)
			.orElse("no line tells its recall");
	}

	private Stream<Result> measured(List<Result> results, Pattern configs) {
		return results.stream()
			.filter((result) -> result.op().equals(this.op) && result.metric().equals(metric())
					&& configs.matcher(result.config()).matches());
	}

	private boolean finds(Result result) {
		Double found = result.recall();
		return this.recall == 0 || found != null && found >= this.recall;
	}

}
