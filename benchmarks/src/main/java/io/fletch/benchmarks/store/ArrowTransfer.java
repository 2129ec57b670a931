package io.fletch.benchmarks.store;

/**
 * Moves rows in and out as Arrow batches.
 */
final class ArrowTransfer {

	void ingest(Bench bench) throws Exception {
		bench.meter().missing("ingest_single_add", "100k rows as Arrow batches");
		bench.meter().missing("ingest_batch_1000", "100k rows as Arrow batches");
	}

	void scan(Bench bench) throws Exception {
		for (String columns : new String[] { "id only", "vector only", "all columns" }) {
			bench.meter().missing("full_scan", "100k rows streamed as Arrow batches, " + columns);
		}
	}

}
