package io.fletch.benchmarks.store;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * Fills, opens and counts a table of millions of narrow rows.
 */
final class LargeTable implements Workload {

	private static final String TABLE = "large";

	private static final int BATCH = 100_000;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.notNullable("num", new ArrowType.Int(32, true)),
			Field.notNullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

	@Override
	public void run(Bench bench) throws Exception {
		int count = bench.largeRows();
		Table filled = bench.create(TABLE, SCHEMA);
		bench.meter()
			.runs(new Subject("large_table", "add in batches of 100k", count), 1, (run) -> fill(filled, count));
		String config = count + " narrow rows";
		double[] open = new double[3];
		for (int run = 0; run < open.length; run++) {
			open[run] = Meter.millis(run, (repetition) -> open(bench, count));
		}
		bench.meter().note("large_table", config + ": open and count all", "ms", open);
		resetHeapPeak();
		bench.meter()
			.runs(new Subject("large_table", config + ": count with filter", count), 3,
					(run) -> filled.countRows("num < 10000", Map.of()));
		bench.meter().note("large_table", config + ": count with filter", "heap_peak_MB", heapPeak());
		resetHeapPeak();
		bench.meter()
			.runs(new Subject("large_table", config + ": streamed", count), 3,
					(run) -> filled.writeArrow(OutputStream.nullOutputStream()));
		bench.meter().note("large_table", config + ": streamed", "heap_peak_MB", heapPeak());
		bench.drop(TABLE);
	}

	private static void fill(Table table, int count) {
		for (int from = 0; from < count; from += BATCH) {
			List<Map<String, Object>> rows = new ArrayList<>(BATCH);
			for (long id = from; id < Math.min(count, from + BATCH); id++) {
				Map<String, Object> row = new LinkedHashMap<>();
				row.put("id", id);
				row.put("num", (int) (id * 7919 % count));
				row.put("price", id / 100.0);
				rows.add(row);
			}
			table.add(rows);
		}
	}

	private static void open(Bench bench, int count) {
		try (Database database = Database.open(bench.database().directory())) {
			long rows = database.openTable(TABLE).countRows();
			if (rows != count) {
				throw new IllegalStateException("The table has " + rows + " rows, not " + count);
			}
		}
	}

	private static void resetHeapPeak() {
		ManagementFactory.getMemoryMXBean().gc();
		ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
	}

	private static double heapPeak() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((pool) -> pool.getPeakUsage().getUsed())
			.sum() / 1e6;
	}

}
