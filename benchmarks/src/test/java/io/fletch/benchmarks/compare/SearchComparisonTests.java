package io.fletch.benchmarks.compare;

import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.benchmarks.measure.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

class SearchComparisonTests {

	private static Result search(String config, double millis, double recall) {
		Result result = Result.of("vector_search", config, "p50_ms", millis, millis, 2 * millis);
		return new Result(result.op(), result.config(), result.metric(), result.value(), result.min(), result.max(),
				result.reps(), recall);
	}

	@Test
	void eachCountsWithTheFastestThatFindsEnough() {
		List<Result> peer = List.of(search("set hnswsq ef=50 k=10 select id", 1, 0.94),
				search("set ivfflat np=5 k=10 select id", 2, 0.96));
		List<Result> ours = List.of(search("set IVF_RQ np=4 k=10 select id", 0.05, 0.9),
				search("set IVF_RQ np=8 k=10 select id", 0.125, 0.97));
		assertThat(new SearchComparison(peer, ours).toMarkdown())
			.contains("| 10 neighbours, recall 0.95 | 2 ms | set ivfflat np=5 k=10 select id | 0.96 "
					+ "| 0.125 ms | set IVF_RQ np=8 k=10 select id | 0.97 | 16 | 8 x | met |")
			.contains("| 10 neighbours, recall 0.99 | not measured |  |  | not measured |  |  |  | 8 x | no |");
	}

	@Test
	void saysWhyASearchIsNotCompared() {
		List<Result> peer = List.of(search("set hnswsq ef=50 k=10 select id", 1, 0.94));
		assertThat(new SearchComparison(peer, List.of()).toMarkdown())
			.contains("| phrase | not measured |  |  | not measured |  |  |  | 5 x | no |")
			.contains("\n\n- exact, theirs: no line has the op `vector_search`, the metric `p50_ms` and a config like "
					+ "`(.* )?flat defaults k=10 select id`.\n- exact, ours: no line")
			.contains("- 10 neighbours, recall 0.95, theirs: the best finds 0.94.\n")
			.contains("- phrase, ours: no line has the op `fts`, the metric `p50_ms` and a config like "
					+ "`(.* )?phrase \\(2 words\\) top-10`.\n");
	}

	@Test
	void drawsWhatWasMeasured(@TempDir Path folder) throws Exception {
		assumeThatCode(() -> GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
			.as("fonts, without which nothing is drawn")
			.doesNotThrowAnyException();
		List<Result> results = List.of(Result.of("growth", "flat rows=100", "p50_ms", 1),
				Result.of("growth", "flat rows=1000", "p50_ms", 10),
				Result.of("growth", "index rows=100", "p50_ms", 2));
		assertThat(new GrowthPlot(results).write(folder)).containsExactly(folder.resolve("search-by-rows.svg"))
			.allSatisfy((file) -> assertThat(Files.readString(file)).contains("<svg", "</svg>"));
	}

}
