package io.fletch.sample.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.fletch.sample.AppLaunch;

/**
 * Writes reports of a run in a JVM of its own, which finds fonts or not.
 */
public final class ReportsOfARun {

	private ReportsOfARun() {
	}

	public static void main(String[] arguments) throws IOException {
		RunReport report = new RunReport(run());
		StringBuilder outcome = new StringBuilder();
		// The second time fails otherwise, as a class could not be initialized.
		for (int i = 0; i < 2; i++) {
			try {
				outcome.append(report.html().contains("<svg") ? "drawn\n" : "plain\n");
			}
			catch (RefusedException ex) {
				outcome.append("refused ").append(ex.field()).append(": ").append(ex.getMessage()).append('\n');
			}
		}
		outcome.append(report.markdown().startsWith("# Evaluation") ? "markdown" : "no markdown");
		Files.writeString(Path.of(arguments[0]), outcome);
	}

	private static CompleteRun run() {
		RankingLabel text = new RankingLabel("text", "Words");
		RunAnswers answers = new RunAnswers(2, List.of(new RunAnswers.Asked("1", "quartz", Map.of("shaft.md", 1))),
				List.of(new RunAnswers.Answered(text, List.of(List.of("shaft.md")), List.of(100L))));
		RunResults results = RunResults.of(answers.report(RunPlan.metrics(List.of(2))), List.of(text), List.of(),
				() -> false);
		EvaluationRunInfo info = new EvaluationRunInfo("run", "set", "golden.jsonl", GoldenFile.DOCUMENTS, "default", 1,
				List.of(text), List.of(2), 10, null, RunState.DONE, null, Instant.EPOCH, Instant.EPOCH, results.best(),
				null);
		return new CompleteRun(info, results, answers);
	}

	static String outcome(Path home, boolean hasFonts) throws IOException {
		Path told = home.resolve("outcome");
		ProcessBuilder java = AppLaunch.withTests()
			.withOption("-Djava.awt.headless=true")
			.withOption("-Duser.home=" + home)
			.java(ReportsOfARun.class.getName(), List.of(told.toString()));
		if (!hasFonts) {
			Path none = Files.writeString(home.resolve("fonts.conf"),
					"<?xml version=\"1.0\"?><fontconfig></fontconfig>");
			java.environment().put("FONTCONFIG_FILE", none.toString());
		}
		String log = new String(java.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return Files.exists(told) ? Files.readString(told) : log;
	}

}
