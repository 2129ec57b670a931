package io.fletch.evaluation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How one search did.
 *
 * @param name the name of the search
 * @param depth how many results were looked at
 * @param results what was found, in the order of the questions
 */
public record EvaluationRun(String name, int depth, List<QuestionResult> results) {

	/**
	 * Copies the results.
	 * @param name the name of the search
	 * @param depth how many results were looked at
	 * @param results what was found
	 * @throws IllegalArgumentException if there is no result
	 */
	public EvaluationRun {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(results, "results");
		results = List.copyOf(results);
		if (results.isEmpty()) {
			throw new IllegalArgumentException("The run '" + name + "' has no results: ask at least one question");
		}
	}

	/**
	 * Checks that another run can be compared with this one.
	 * @param other the other run
	 * @throws IllegalArgumentException if it was asked other questions, or in another
	 * order
	 */
	void requireSameQuestions(EvaluationRun other) {
		if (!questionIds().equals(other.questionIds())) {
			throw new IllegalArgumentException("The runs '" + this.name + "' and '" + other.name
					+ "' cannot be compared, as they were asked different questions");
		}
	}

	private List<String> questionIds() {
		return this.results.stream().map((result) -> result.question().id()).toList();
	}

	/**
	 * Measures the search.
	 * @param metric the metric
	 * @return the mean over all questions, from 0 to 1
	 * @throws IllegalArgumentException if the metric looks further than the search did
	 */
	public double mean(Metric metric) {
		Objects.requireNonNull(metric, "metric");
		requireDepth(metric);
		return this.results.stream().mapToDouble((result) -> result.measure(metric)).average().orElse(0);
	}

	/**
	 * Measures the recall by the number of results that are looked at.
	 * @return the mean over all questions for 1 to {@link #depth()} results
	 */
	double[] recalls() {
		double[] recalls = new double[this.depth];
		for (QuestionResult result : this.results) {
			Map<String, Integer> relevant = result.question().relevant();
			for (int place = 0; place < Math.min(this.depth, result.found().size()); place++) {
				if (relevant.containsKey(result.found().get(place))) {
					recalls[place] += 1.0 / relevant.size() / this.results.size();
				}
			}
		}
		Arrays.parallelPrefix(recalls, Double::sum);
		return recalls;
	}

	/**
	 * Returns how long a search took.
	 * @param share the share of the searches that took no longer, from 0 to 1; 0.5 for
	 * the median
	 * @return the time
	 */
	public Duration time(double share) {
		if (!(share >= 0 && share <= 1)) {
			throw new IllegalArgumentException("share must be from 0 to 1, but was " + share);
		}
		List<Duration> times = this.results.stream().map(QuestionResult::time).sorted().toList();
		return times.get((int) Math.min(times.size() - 1L, Math.round(share * (times.size() - 1))));
	}

	/**
	 * Returns the questions that were answered worst.
	 * @param metric the metric
	 * @param limit how many at most
	 * @return the results, worst first
	 * @throws IllegalArgumentException if the metric looks further than the search did
	 */
	public List<QuestionResult> worst(Metric metric, int limit) {
		Objects.requireNonNull(metric, "metric");
		requireDepth(metric);
		return this.results.stream()
			.sorted(Comparator.comparingDouble((result) -> result.measure(metric)))
			.limit(limit)
			.toList();
	}

	private void requireDepth(Metric metric) {
		if (metric.cutoff() > this.depth) {
			throw new IllegalArgumentException(
					"The metric " + metric.label() + " looks at " + metric.cutoff() + " results, but '" + this.name
							+ "' was asked for " + this.depth + ": evaluate with a metric of that cutoff");
		}
	}

}
