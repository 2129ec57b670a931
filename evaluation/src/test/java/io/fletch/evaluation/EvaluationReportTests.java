package io.fletch.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EvaluationReportTests {

	private static final GoldenQuestion PEARS = GoldenQuestion.of("1", "pears | <b>\n& *more*", "pear");

	private static final GoldenQuestion APPLES = GoldenQuestion.of("2", "apples", "apple");

	@Test
	void isATableOfMetricsAndTimes() {
		assertThat(report().markdown()).contains("""
				| search | MRR@2 | recall@2 | median ms | 95 % ms |
				| --- | --- | --- | --- | --- |
				| text | 0.5000 | 0.5000 | 2.00 | 2.00 |
				| hybrid | 0.7500 | 1.0000 | 4.00 | 4.00 |
				""");
	}

	@Test
	void saysHowSearchesDiffer() {
		assertThat(report().markdown()).contains("""
				## Differences

				| search | MRR@2 against text | better | worse | p |
				| --- | --- | --- | --- | --- |
				| hybrid | +0.2500 | 1 | 0 | 1.000 |
				""");
	}

	@Test
	void keepsQuestionsInTheirCells() {
		assertThat(report().markdown()).contains("""
				## Answered worst by text

				| question | MRR@2 | relevant | found first |
				| --- | --- | --- | --- |
				| 1: pears \\| &lt;b> &amp; \\*more\\* | 0.0000 | pear | x |
				| 2: apples | 1.0000 | apple | apple |
				""");
		assertThat(report().html()).contains("1: pears | &lt;b&gt;\n&amp; *more*").doesNotContain("<b>");
	}

	@Test
	void keepsNamesOfSearchesInTheirCells() {
		EvaluationRun run = new EvaluationRun("a|<img>", 2, List.of(result(PEARS, 2, "x")));
		EvaluationRun other = new EvaluationRun("b", 2, List.of(result(PEARS, 2, "x")));
		assertThat(new EvaluationReport(List.of(Metric.mrr(2)), List.of(run, other)).markdown())
			.contains("| search | MRR@2 against a\\|&lt;img> | better |")
			.doesNotContain("<img");
	}

	@Test
	void isAPageThatAsksNobodyForAnything() {
		assertThat(report().html()).startsWith("<!doctype html>")
			.contains("<td>0.7500</td>")
			.containsOnlyOnce("</html>")
			.doesNotContain("<script", "src=", "href=\"http", "<?xml", "<!DOCTYPE svg");
		assertThat(report().html().split("<svg", -1)).hasSize(3);
	}

	@Test
	void drawsTheRecallOfEveryNumberOfResults() {
		EvaluationRun run = new EvaluationRun("s", 6,
				List.of(result(GoldenQuestion.of("1", "q", "a", "b", "z"), 1, "x", "b", "y", "a"),
						result(GoldenQuestion.of("2", "r", "c"), 1, "c")));
		assertThat(run.recalls()).hasSize(6)
			.containsExactly(IntStream.rangeClosed(1, 6).mapToDouble((k) -> run.mean(Metric.recall(k))).toArray(),
					within(1e-12));
		assertThat(Plots.cutoffs(6)).containsExactly(1, 2, 3, 4, 5, 6);
		assertThat(Plots.cutoffs(1_000_000)).hasSizeLessThan(1_000).isSorted().endsWith(1_000_000);
	}

	@Test
	void plotsDeepRunsOfManyQuestions() {
		String[] found = IntStream.range(0, 50_000).mapToObj(String::valueOf).toArray(String[]::new);
		List<QuestionResult> results = IntStream.range(0, 100)
			.mapToObj((number) -> result(GoldenQuestion.of("q" + number, "q", "7", "49999"), 1, found))
			.toList();
		EvaluationReport report = new EvaluationReport(List.of(Metric.recall(50_000)),
				List.of(new EvaluationRun("deep", 50_000, results)));
		assertThat(CompletableFuture.supplyAsync(report::html)).succeedsWithin(Duration.ofMinutes(1))
			.asString()
			.contains("<svg");
	}

	@Test
	void hasTheTitleThatItIsGiven() {
		assertThat(report().html("July <b>", "Only \"pages\"")).contains("<title>July &lt;b&gt;</title>",
				"<h1>July &lt;b&gt;</h1>\n<p>Only &quot;pages&quot;</p>\n<p>2 questions</p>");
		assertThat(report().markdown("July *b*", "Only <i>"))
			.startsWith("# July \\*b\\*\n\nOnly &lt;i>\n\n2 questions\n");
		assertThat(report().html()).contains("<h1>Evaluation</h1>\n<p>2 questions</p>");
	}

	@Test
	void isWrittenToFilesWithItsPlots(@TempDir Path folder) throws IOException {
		report().write(folder.resolve("deep/report"));
		report().write(folder.resolve("deep/report"));
		assertThat(folder.resolve("deep/report/evaluation.md")).content().contains("![Metrics](metrics.svg)");
		assertThat(folder.resolve("deep/report/evaluation.html")).hasContent(report().html());
		for (String plot : List.of("metrics.svg", "recall.svg")) {
			assertThat(Files.readString(folder.resolve("deep/report").resolve(plot)).contains("<svg")).isTrue();
		}
	}

	@Test
	void knowsItsSearchesByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> report().run("vector"))
			.withMessage("There is no search 'vector' in this report; there are [text, hybrid]");
	}

	@Test
	void tellsTimesByTheShareOfTheSearches() {
		EvaluationRun run = new EvaluationRun("s", 1, List.of(result(PEARS, 5), result(PEARS, 1), result(PEARS, 3)));
		assertThat(List.of(run.time(0), run.time(0.5), run.time(1))).containsExactly(Duration.ofMillis(1),
				Duration.ofMillis(3), Duration.ofMillis(5));
		assertThatIllegalArgumentException().isThrownBy(() -> run.time(95))
			.withMessage("share must be from 0 to 1, but was 95.0");
	}

	private static EvaluationReport report() {
		return new EvaluationReport(List.of(Metric.mrr(2), Metric.recall(2)), List.of(
				new EvaluationRun("text", 2, List.of(result(PEARS, 2, "x"), result(APPLES, 2, "apple"))),
				new EvaluationRun("hybrid", 2, List.of(result(PEARS, 4, "x", "pear"), result(APPLES, 4, "apple")))));
	}

	private static QuestionResult result(GoldenQuestion question, int milliseconds, String... found) {
		return new QuestionResult(question, List.of(found), Duration.ofMillis(milliseconds));
	}

}
