package io.fletch.benchmarks.compare;

import java.util.List;

/**
 * How fast an operation must be.
 *
 * @param name the operation in words
 * @param op the operation
 * @param config what it is done with
 * @param metric what is compared
 * @param goal what is asked
 * @param bound the ratio to the other store, or the figure itself
 */
record Target(String name, String op, String config, String metric, Goal goal, double bound) {

	private static final String ALL_COLUMNS = "100k x f32[128] + id,cat,num,price,text(avg 250B)";

	private static final String RATIO = "table filled by 1-row adds against compacted, ";

	static final List<Target> ALL = List.of(
			faster("add 100,000 rows at once", "ingest_single_add", ALL_COLUMNS, "rows_per_s", 1.5),
			faster("add 1,000 rows at a time", "ingest_batch_1000", ALL_COLUMNS, "rows_per_s", 3),
			atMost("add 1 row, durable", "durable 1-row add, 1 thread", "ms", 1),
			new Target("add 1 row by 8 threads, durable", "small_writes", "durable 1-row adds, 8 threads", "rows_per_s",
					Goal.AT_LEAST, 5000),
			worstAtMost("vector search during 1-row adds, against compacted", RATIO + "vector search k=10"),
			worstAtMost("count during 1-row adds, against compacted", RATIO + "count with filter"),
			faster("merge 1,000 rows", "merge_insert", "upsert 1000 rows (50% match) into 100k on id", "ms", 2),
			faster("merge 10,000 rows", "merge_insert", "upsert 10000 rows (50% match) into 100k on id", "ms", 2),
			faster("insert 1,000 rows if absent", "merge_insert", "insert-if-not-exists 1000 new rows", "ms", 2),
			faster("update 1 row", "update_where", "1 row (id = x): price", "ms", 2),
			faster("update 1 %", "update_where", "1% rows (num < 1000): price", "ms", 2),
			faster("update 10 %", "update_where", "10% rows: price", "ms", 2),
			faster("delete 1 row", "delete_where", "1 row (id = x)", "ms", 2),
			faster("delete 1 %", "delete_where", "1% rows (num range)", "ms", 2),
			faster("delete 10 %", "delete_where", "10% rows (num range)", "ms", 2),
			faster("read 1 row by id", "filter", "id = x -> all columns (point lookup)", "p50_ms", 20),
			faster("count, 10 % by a number", "count", "countRows(num < 10%)", "p50_ms", 3),
			faster("count by a text", "count", "countRows(cat = 'c01')", "p50_ms", 3),
			faster("read all rows as Arrow", "full_scan", "100k rows streamed as Arrow batches, all columns", "ms", 3),
			new Target("open and first vector search", "cold_open", "flat vec in a running process", "open_to_first_ms",
					Goal.AT_MOST, 100),
			new Target("open ten million rows", "large_table", "10000000 narrow rows: open and count all", "ms",
					Goal.AT_MOST, 1000));

	private static Target faster(String name, String op, String config, String metric, double ratio) {
		return new Target(name, op, config, metric, Goal.FASTER, ratio);
	}

	private static Target atMost(String name, String config, String metric, double bound) {
		return new Target(name, "small_writes", config, metric, Goal.AT_MOST, bound);
	}

	private static Target worstAtMost(String name, String config) {
		return new Target(name, "small_writes", config, "ratio", Goal.WORST_AT_MOST, 1.5);
	}

	/**
	 * What is asked of the figure.
	 */
	enum Goal {

		/** So many times as fast as the best of the other store. */
		FASTER,

		/** The median is no higher. */
		AT_MOST,

		/** No measurement is higher. */
		WORST_AT_MOST,

		/** The median is no lower. */
		AT_LEAST

	}

}
