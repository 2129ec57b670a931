package io.fletch.sample.evaluation;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

import io.fletch.evaluation.Difference;
import io.fletch.evaluation.Metric;

/**
 * How two runs over the same questions differ.
 *
 * @param run one run
 * @param with the run that it is compared with
 * @param rankings how the rankings that both have did
 */
public record RunComparison(EvaluationRunInfo run, EvaluationRunInfo with, List<Compared> rankings) {

	public RunComparison {
		rankings = List.copyOf(rankings);
	}

	/**
	 * A ranking in both runs.
	 *
	 * @param ranking the ranking
	 * @param metric what was measured
	 * @param value the mean of this run
	 * @param before the mean of the run that it is compared with
	 * @param better how many questions this run answers better
	 * @param worse how many questions this run answers worse
	 * @param probability how likely a difference as large is by chance alone
	 */
	@Schema(name = "ComparedRanking")
	public record Compared(RankingLabel ranking, String metric, double value, double before, int better, int worse,
			double probability) {

		static Compared of(RankingLabel ranking, Metric metric, double value, double before, Difference difference) {
			return new Compared(ranking, metric.label(), value, before, difference.better(), difference.worse(),
					difference.probability());
		}

	}

}
