package io.fletch.evaluation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * What a search found for one golden question.
 *
 * @param question the question
 * @param found the ids, best first, none twice, at most as many as were looked at
 * @param time how long the search took
 */
public record QuestionResult(GoldenQuestion question, List<String> found, Duration time) {

	/**
	 * Copies what was found. An id that comes again is left out.
	 * @param question the question
	 * @param found the ids, best first
	 * @param time how long the search took
	 */
	public QuestionResult {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(found, "found");
		Objects.requireNonNull(time, "time");
		found = List.copyOf(new LinkedHashSet<>(found));
	}

	/**
	 * Measures what was found.
	 * @param metric the metric; a cutoff beyond the depth of the evaluation is refused by
	 * the run
	 * @return the measure, from 0 to 1
	 */
	public double measure(Metric metric) {
		Objects.requireNonNull(metric, "metric");
		return metric.of(this.found, this.question.relevant());
	}

}
