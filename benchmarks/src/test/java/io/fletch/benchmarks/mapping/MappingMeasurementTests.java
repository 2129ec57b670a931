package io.fletch.benchmarks.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Result;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

class MappingMeasurementTests {

	@Test
	void everyWayMakesTheSame() {
		List<Reading> records = IntStream.range(0, 20).mapToObj(Reading::of).toList();
		List<@Nullable Object[]> rows = new WrittenRows().toRows(records);
		Stream.of(new MappedRows(), new ReflectedRows(), new WrittenRows()).forEach((way) -> {
			assertThat(way.toRows(records)).usingRecursiveComparison().isEqualTo(rows);
			assertThat(rows.stream().map(way::toRecord)).containsExactlyElementsOf(records);
		});
	}

	@Test
	void measuresEveryWayInTurns() throws Exception {
		List<Result> results = new ArrayList<>();
		try (Database database = Database.open("memory:")) {
			new MappingMeasurement(new Meter(results::add), 100, 2).run(database);
		}
		assertThat(results).filteredOn((result) -> result.metric().equals("rows_per_s"))
			.extracting((result) -> result.op() + " " + result.config())
			.containsOnlyOnce("records_to_rows method_handles turn=1", "rows_to_records method_handles turn=2",
					"records_to_rows reflection turn=2", "rows_to_records by_hand turn=2", "read_table records turn=2",
					"read_table maps turn=2")
			.hasSize(16);
	}

}
