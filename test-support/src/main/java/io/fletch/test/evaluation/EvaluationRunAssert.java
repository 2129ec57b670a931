package io.fletch.test.evaluation;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;

import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;

/**
 * Assertions on how a search did. A failure tells the questions that were answered worst.
 */
public final class EvaluationRunAssert extends AbstractAssert<EvaluationRunAssert, EvaluationRun> {

	private static final int SHOWN = 5;

	EvaluationRunAssert(EvaluationRun run) {
		super(run, EvaluationRunAssert.class);
	}

	/**
	 * Checks that the mean of a metric is at least some value.
	 * @param metric the metric
	 * @param least the value, from 0 to 1
	 * @return this assertion
	 */
	public EvaluationRunAssert hasAtLeast(Metric metric, double least) {
		isNotNull();
		double mean = this.actual.mean(metric);
		if (!(mean >= least)) {
			throw failure("%s", String.format(Locale.ROOT, "The search '%s' has %s of %.4f, expected at least %.4f.%s",
					this.actual.name(), metric.label(), mean, least, worst(metric)));
		}
		return this;
	}

	/**
	 * Checks that this search is not worse than another.
	 * @param other the other, asked the same questions
	 * @param metric the metric
	 * @param tolerance by how much its mean may be less, at least 0
	 * @return this assertion
	 */
	public EvaluationRunAssert isNotWorseThan(EvaluationRun other, Metric metric, double tolerance) {
		isNotNull();
		double mean = this.actual.mean(metric);
		double otherMean = other.mean(metric);
		if (!(mean >= otherMean - tolerance)) {
			throw failure("%s", String.format(Locale.ROOT,
					"The search '%s' has %s of %.4f, but '%s' has %.4f, and %.4f less was tolerated.%s",
					this.actual.name(), metric.label(), mean, other.name(), otherMean, tolerance, worst(metric)));
		}
		return this;
	}

	/**
	 * Checks that a share of the searches took no longer than some time. Only for coarse
	 * limits: a busy machine makes any search slow.
	 * @param share the share, from 0 to 1; 0.95 for all but the slowest of twenty
	 * @param longest the time
	 * @return this assertion
	 */
	public EvaluationRunAssert answersWithin(double share, Duration longest) {
		isNotNull();
		Duration time = this.actual.time(share);
		if (time.compareTo(longest) > 0) {
			throw failure("The search '%s' answered %s of the questions within %s, expected %s", this.actual.name(),
					share, time, longest);
		}
		return this;
	}

	private String worst(Metric metric) {
		return this.actual.worst(metric, SHOWN)
			.stream()
			.map((result) -> describe(result, metric))
			.collect(Collectors.joining("", " Answered worst:", ""));
	}

	private static String describe(QuestionResult result, Metric metric) {
		return String.format(Locale.ROOT, "%n  %.4f '%s' (%s): relevant %s, found %s", result.measure(metric),
				result.question().text(), result.question().id(), result.question().relevant().keySet(),
				result.found().stream().limit(SHOWN).toList());
	}

}
