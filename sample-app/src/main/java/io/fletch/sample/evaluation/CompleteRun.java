package io.fletch.sample.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;
import io.fletch.sample.evaluation.RunComparison.Compared;

/**
 * A run that has ended, with all that was found.
 */
final class CompleteRun {

	private static final int SHOWN_RESULTS = 10;

	private final EvaluationRunInfo info;

	private final RunResults results;

	private final RunAnswers answers;

	CompleteRun(EvaluationRunInfo info, RunResults results, RunAnswers answers) {
		this.info = info;
		this.results = results;
		this.answers = answers;
	}

	EvaluationRunInfo info() {
		return this.info;
	}

	RunResults results() {
		return this.results;
	}

	RunAnswers answers() {
		return this.answers;
	}

	EvaluationReport report() {
		return this.answers.report(metrics());
	}

	private List<Metric> metrics() {
		return RunPlan.metrics(this.info.cutoffs());
	}

	/** The questions as the only ranking answered them that was read, worst first. */
	List<QuestionOutcome> questions(@Nullable String label) {
		EvaluationRun run = this.answers.run(this.answers.searches().getFirst(), "own");
		Metric metric = metric(Objects.requireNonNullElse(label, this.results.metrics().getFirst()));
		return run.results()
			.stream()
			.map((result) -> outcome(result, metric))
			.sorted(Comparator.comparingDouble(QuestionOutcome::value))
			.toList();
	}

	private Metric metric(String label) {
		return metrics().stream()
			.filter((metric) -> metric.label().equals(label))
			.findFirst()
			.orElseThrow(() -> RunPlan.invalid("metric", "metric is " + RefusedException.shown(label)
					+ ", but this run measured " + String.join(", ", this.results.metrics()) + "."));
	}

	private static QuestionOutcome outcome(QuestionResult result, Metric metric) {
		Map<String, Integer> relevant = result.question().relevant();
		List<String> found = result.found();
		return new QuestionOutcome(result.question().id(), result.question().text(), result.measure(metric),
				relevant.entrySet()
					.stream()
					.map((entry) -> new QuestionOutcome.Expected(entry.getKey(), entry.getValue(),
							found.contains(entry.getKey()) ? found.indexOf(entry.getKey()) + 1 : null))
					.toList(),
				found.stream().limit(SHOWN_RESULTS).toList(), result.time().toNanos() / 1e6);
	}

	/**
	 * Compares this run with another over the same questions.
	 * @param other the other run
	 * @param step called before each comparison; what it throws ends them
	 * @return how the rankings that both have did in both
	 * @throws RefusedException if the runs asked different questions, or have no ranking
	 * or cutoff in common
	 */
	RunComparison compare(CompleteRun other, Runnable step) {
		if (!this.answers.questions().equals(other.answers.questions())) {
			throw RunPlan.invalid("with", "The runs asked different questions, so that they cannot be compared. "
					+ "Choose a run over the same set.");
		}
		List<Integer> common = this.info.cutoffs().stream().filter(other.info.cutoffs()::contains).toList();
		List<Compared> compared = new ArrayList<>();
		if (!common.isEmpty()) {
			List<Metric> metrics = RunPlan.metrics(List.of(common.getLast()));
			for (RunAnswers.Answered search : this.answers.searches()) {
				other.answers.searches()
					.stream()
					.filter((each) -> each.ranking().name().equals(search.ranking().name()))
					.forEach((each) -> compared
						.addAll(compare(search, other.answers.run(each, "other"), metrics, step)));
			}
		}
		if (compared.isEmpty()) {
			throw RunPlan.invalid("with", "The runs have no ranking or no cutoff in common, so that they cannot be "
					+ "compared. Choose another run.");
		}
		return new RunComparison(this.info, other.info, compared);
	}

	private List<Compared> compare(RunAnswers.Answered search, EvaluationRun other, List<Metric> metrics,
			Runnable step) {
		EvaluationRun own = this.answers.run(search, "own");
		EvaluationReport report = new EvaluationReport(metrics, List.of(other, own));
		return metrics.stream().map((metric) -> {
			step.run();
			return Compared.of(search.ranking(), metric, own.mean(metric), other.mean(metric),
					report.difference("other", "own", metric));
		}).toList();
	}

}
