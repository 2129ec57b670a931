package io.fletch.benchmarks.langchain4j;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingStoreMeasurementTests {

	@Test
	void measuresAllInTheSameRunAndFindsTheSame() throws Exception {
		List<Result> results = new ArrayList<>();
		try (Database database = Database.open("memory:")) {
			new EmbeddingStoreMeasurement(new Meter(results::add), 300, 16, Rounds.of(3).warmedUpBy(1)).run(database);
		}
		assertThat(results).filteredOn((result) -> result.metric().equals("p50_ms"))
			.extracting(Result::config)
			.contains("in-memory n=300", "fletch n=300", "table n=300", "fletch exact n=300",
					"in-memory n=300 filter=1%", "fletch n=300 filter=50%", "table exact n=300 filter=1%");
		assertThat(results).filteredOn((result) -> result.op().equals("embedding_store_add"))
			.extracting(Result::config)
			.contains("in-memory", "fletch");
		assertThat(results).filteredOn((result) -> result.metric().equals("recall"))
			.extracting(Result::value)
			.containsExactly(1.0);
	}

}
