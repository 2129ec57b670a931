package io.fletch.benchmarks.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;

/**
 * Measures the way from records to rows and back: by the store's method handles, by
 * reflection, and by hand; and what a whole table takes to be read as records and as
 * maps, which tells how much of a read the mapping is.
 */
public final class MappingMeasurement {

	private static final int TURNS = 2;

	private final Meter meter;

	private final List<Reading> records;

	private final int runs;

	private final Map<String, RowCodec> codecs = new LinkedHashMap<>();

	/**
	 * Makes the records.
	 * @param meter takes the time
	 * @param rows how many records
	 * @param runs how often each way is measured in a turn
	 */
	public MappingMeasurement(Meter meter, int rows, int runs) {
		this.meter = meter;
		this.records = IntStream.range(0, rows).mapToObj(Reading::of).toList();
		this.runs = runs;
		this.codecs.put("method_handles", new MappedRows());
		this.codecs.put("reflection", new ReflectedRows());
		this.codecs.put("by_hand", new WrittenRows());
	}

	/**
	 * Measures, in two turns, the first of which warms all ways up and is measured, too.
	 * @param database where the table is kept
	 * @throws Exception if the results cannot be kept
	 */
	public void run(Database database) throws Exception {
		List<@Nullable Object[]> rows = new WrittenRows().toRows(this.records);
		for (int turn = 1; turn <= TURNS; turn++) {
			for (Map.Entry<String, RowCodec> way : this.codecs.entrySet()) {
				String config = way.getKey() + " turn=" + turn;
				measure("records_to_rows", config, () -> way.getValue().toRows(this.records).size());
				measure("rows_to_records", config, () -> toRecords(way.getValue(), rows));
			}
		}
		TypedTable<Reading> table = database.table(Reading.class);
		table.add(this.records);
		for (int turn = 1; turn <= TURNS; turn++) {
			measure("read_table", "records turn=" + turn, () -> table.scan().rows().size());
			measure("read_table", "maps turn=" + turn, () -> table.untyped().scan().rows().size());
		}
	}

	private static int toRecords(RowCodec codec, List<@Nullable Object[]> rows) {
		List<Reading> made = new ArrayList<>(rows.size());
		for (@Nullable
		Object[] row : rows) {
			made.add(codec.toRecord(row));
		}
		return made.size();
	}

	private void measure(String op, String config, IntSupplier way) throws Exception {
		this.meter.runs(new Subject(op, config, this.records.size()), this.runs, (run) -> {
			int made = way.getAsInt();
			if (made != this.records.size()) {
				throw new IllegalStateException(op + " made " + made + " of " + this.records.size());
			}
		});
	}

}
