package io.fletch.benchmarks.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Result;

import static org.assertj.core.api.Assertions.assertThat;

class EmbedMeasurementTests {

	@Test
	void readsPlainTextsAndDocuments(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("texts"),
				"one two\n\n{\"title\": \"Three\", \"text\": \"four\"}\n{\"text\": \"five\"}\nsix\n");
		assertThat(TextFile.read(file, 3)).containsExactly("one two", "Three four", "five");
	}

	@Test
	void measuresBothInTheSameRun() throws Exception {
		List<Result> results = new ArrayList<>();
		new EmbedMeasurement(new Meter(results::add), List.of("Rain.", "It rains on the town."), 1)
			.run(EnumSet.allOf(EmbedSubject.class), Map.of("threads", "1"));
		assertThat(results).filteredOn((result) -> result.metric().equals("rows_per_s"))
			.extracting((result) -> result.op() + " " + result.config())
			.containsExactlyInAnyOrder("embed fletch", "embed langchain4j", "embed one by one fletch",
					"embed one by one langchain4j");
	}

}
