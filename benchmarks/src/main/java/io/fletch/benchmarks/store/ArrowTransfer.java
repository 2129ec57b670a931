package io.fletch.benchmarks.store;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.CreateMode;
import io.fletch.store.RowSource;
import io.fletch.store.Table;

/**
 * Moves rows in and out as Arrow vectors.
 */
final class ArrowTransfer {

	private static final int WARM_UP = 3;

	private static final int RUNS = 3;

	void ingest(Bench bench) throws Exception {
		Table source = bench.createFull("source");
		String config = "100k x f32[128] + id,cat,num,price,text as Arrow vectors";
		try (BufferAllocator allocator = new RootAllocator(); VectorSchemaRoot rows = source.toArrow(allocator)) {
			double[] millis = new double[RUNS];
			for (int run = 0; run < RUNS; run++) {
				bench.drop("arrow");
				millis[run] = Meter.millis(run,
						(repetition) -> bench.database()
							.createTable("arrow", bench.data().schema(), CreateMode.CREATE)
							.add(RowSource.arrow(rows)));
			}
			bench.meter().note("ingest_arrow_add", config, "ms", millis);
			bench.meter().rate("ingest_arrow_add", config, bench.data().size(), millis);
		}
		bench.drop("arrow");
		bench.drop("source");
	}

	void scan(Bench bench, Table table) throws Exception {
		for (int i = 0; i < WARM_UP; i++) {
			read(bench, table);
		}
		bench.meter()
			.runs(new Subject("full_scan", "100k rows streamed as Arrow batches, all columns", bench.data().size()), 10,
					(i) -> read(bench, table));
	}

	private static void read(Bench bench, Table table) throws Exception {
		long count = 0;
		try (BufferAllocator allocator = new RootAllocator(); ArrowReader reader = table.arrowReader(allocator)) {
			while (reader.loadNextBatch()) {
				count += reader.getVectorSchemaRoot().getRowCount();
			}
		}
		if (count != bench.data().size()) {
			throw new IllegalStateException("Read " + count + " rows of " + bench.data().size());
		}
	}

}
