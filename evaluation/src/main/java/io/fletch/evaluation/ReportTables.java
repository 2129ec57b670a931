package io.fletch.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables of a report: lines of cells, the first of which are the headings.
 */
final class ReportTables {

	private final EvaluationReport report;

	ReportTables(EvaluationReport report) {
		this.report = report;
	}

	List<List<String>> metrics() {
		List<List<String>> lines = new ArrayList<>();
		List<String> headings = new ArrayList<>(List.of("search"));
		this.report.metrics().forEach((metric) -> headings.add(metric.label()));
		headings.addAll(List.of("median ms", "95 % ms"));
		lines.add(headings);
		for (EvaluationRun run : this.report.runs()) {
			List<String> cells = new ArrayList<>(List.of(run.name()));
			this.report.metrics().forEach((metric) -> cells.add(number(run.mean(metric))));
			cells.add(milliseconds(run.time(0.5)));
			cells.add(milliseconds(run.time(0.95)));
			lines.add(cells);
		}
		return lines;
	}

	List<List<String>> differences() {
		List<List<String>> lines = new ArrayList<>();
		Metric metric = this.report.metrics().getFirst();
		EvaluationRun first = this.report.runs().getFirst();
		lines.add(List.of("search", metric.label() + " against " + first.name(), "better", "worse", "p"));
		for (EvaluationRun run : this.report.runs().subList(1, this.report.runs().size())) {
			Difference difference = Difference.between(first, run, metric);
			lines.add(List.of(run.name(), String.format(Locale.ROOT, "%+.4f", difference.mean()),
					String.valueOf(difference.better()), String.valueOf(difference.worse()),
					probability(difference.probability())));
		}
		return lines;
	}

	List<List<String>> worst() {
		Metric metric = this.report.metrics().getFirst();
		List<List<String>> lines = new ArrayList<>();
		lines.add(List.of("question", metric.label(), "relevant", "found first"));
		for (QuestionResult result : this.report.runs().getFirst().worst(metric, EvaluationReport.SHOWN_QUESTIONS)) {
			lines.add(List.of(result.question().id() + ": " + result.question().text(), number(result.measure(metric)),
					String.join(", ", result.question().relevant().keySet()),
					String.join(", ", result.found().stream().limit(3).toList())));
		}
		return lines;
	}

	private static String probability(double value) {
		return (value < 0.001) ? "< 0.001" : String.format(Locale.ROOT, "%.3f", value);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}

	private static String milliseconds(Duration time) {
		return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6);
	}

}
