package io.fletch.benchmarks.compare;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.benchmarks.measure.Result;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

	private static final String MERGE = "upsert 1000 rows (50% match) into 100k on id";

	@Test
	void comparesOurMedianWithTheirBestKindOfTable() {
		List<Result> peer = List.of(Result.of("merge_insert", "noindex: " + MERGE, "ms", 20, 30, 40),
				Result.of("merge_insert", "btree: " + MERGE, "ms", 50, 60, 70));
		List<Result> ours = List.of(Result.of("merge_insert", MERGE, "ms", 4, 5, 100));
		assertThat(new Comparison(peer, ours).toMarkdown())
			.contains("| merge 1,000 rows | ms | 20 | 30 | 4 | 5 | 4 | 2 x | met |");
	}

	@Test
	void saysByHowMuchATargetIsMissed() {
		List<Result> peer = List.of(Result.of("merge_insert", "noindex: " + MERGE, "ms", 20));
		List<Result> ours = List.of(Result.of("merge_insert", MERGE, "ms", 20));
		assertThat(new Comparison(peer, ours).toMarkdown()).contains("| 1 | 2 x | missed by 2 x |");
	}

	@Test
	void takesHighFiguresOfRatesForGood() {
		List<Result> peer = List.of(Result.of("any", "thing", "rows_per_s", 10, 20, 30));
		List<Result> ours = List.of(Result.of("any", "thing", "rows_per_s", 50, 60, 70));
		assertThat(new Comparison(peer, ours).toMarkdown())
			.contains("| any | thing | rows_per_s | 30 | 20 | 70 | 60 | 2 |");
	}

	@Test
	void countsTheWorstMomentWhereNoMomentMayBeSlow() {
		List<Result> ours = List.of(Result.of("small_writes",
				"table filled by 1-row adds against compacted, count with filter", "ratio", 1, 1, 3));
		assertThat(new Comparison(List.of(), ours).toMarkdown())
			.contains("| ratio |  |  | 1 | 3 |  | <= 1.5 | missed by 2 x |");
	}

	@Test
	void namesWhatWasNotMeasured() {
		assertThat(new Comparison(List.of(), List.of()).toMarkdown())
			.contains("| update 1 row | ms |  |  |  | not measured |  | 2 x | no |");
	}

}
