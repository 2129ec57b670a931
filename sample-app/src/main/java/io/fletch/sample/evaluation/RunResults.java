package io.fletch.sample.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.swagger.v3.oas.annotations.media.Schema;

import io.fletch.evaluation.Difference;
import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;
import io.fletch.sample.evaluation.EvaluationRunInfo.Best;

/**
 * How the rankings of a run did.
 *
 * @param metrics the names of what was measured, the most important first
 * @param rankings how each ranking did; all are compared with the first
 * @param differences how each differs from the first, in each metric of the greatest
 * cutoff
 * @param places the numbers of results at which the curves have values
 * @param curves the metrics by the number of results
 * @param failures the rankings that could not be asked
 */
public record RunResults(List<String> metrics, List<Row> rankings, List<Differing> differences, List<Integer> places,
		List<Curve> curves, List<Failure> failures) {

	/** Close where curves are steep. */
	private static final List<Integer> PLACES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60,
			80, 100);

	private static final int SHOWN_DIGITS = 10_000;

	public RunResults {
		metrics = List.copyOf(metrics);
		rankings = List.copyOf(rankings);
		differences = List.copyOf(differences);
		places = List.copyOf(places);
		curves = List.copyOf(curves);
		failures = List.copyOf(failures);
	}

	/**
	 * Tells how rankings did.
	 * @param isEnded whether to leave out the differences, which take long, from now on
	 */
	static RunResults of(EvaluationReport report, List<RankingLabel> rankings, List<Failure> failures,
			BooleanSupplier isEnded) {
		int depth = report.runs().getFirst().depth();
		List<Integer> places = IntStream.rangeClosed(1, depth)
			.filter((place) -> place == depth || PLACES.contains(place))
			.boxed()
			.toList();
		List<Row> rows = new ArrayList<>();
		List<Differing> differences = new ArrayList<>();
		List<Curve> curves = new ArrayList<>();
		for (int index = 0; index < rankings.size(); index++) {
			EvaluationRun run = report.runs().get(index);
			RankingLabel ranking = rankings.get(index);
			rows.add(Row.of(ranking, run, report.metrics()));
			curves.addAll(Curve.of(ranking, run, places));
			if (index > 0) {
				report.metrics()
					.stream()
					.limit(RunPlan.metricsOfACutoff())
					.takeWhile((metric) -> !isEnded.getAsBoolean())
					.map((metric) -> Differing.of(ranking, metric,
							report.difference(report.runs().getFirst().name(), run.name(), metric)))
					.forEach(differences::add);
			}
		}
		return new RunResults(report.metrics().stream().map(Metric::label).toList(), rows, differences, places, curves,
				failures);
	}

	Best best() {
		Row best = this.rankings.getFirst();
		for (Row row : this.rankings) {
			best = (row.means().getFirst() > best.means().getFirst()) ? row : best;
		}
		return new Best(best.ranking().label(), this.metrics.getFirst(), best.means().getFirst());
	}

	/** Digits beyond say nothing, and make much of what is kept. */
	private static double rounded(double value) {
		return (double) Math.round(value * SHOWN_DIGITS) / SHOWN_DIGITS;
	}

	private static double milliseconds(Duration time) {
		return time.toNanos() / 1e6;
	}

	/**
	 * How a ranking did.
	 *
	 * @param ranking the ranking
	 * @param means the means over all questions, in the order of the metrics
	 * @param meanMillis the mean time of a search, in milliseconds
	 * @param medianMillis the median
	 * @param slowMillis the time that 95 % of the searches did not exceed
	 */
	@Schema(name = "RankingResult")
	public record Row(RankingLabel ranking, List<Double> means, double meanMillis, double medianMillis,
			double slowMillis) {

		static Row of(RankingLabel ranking, EvaluationRun run, List<Metric> metrics) {
			double mean = run.results()
				.stream()
				.map(QuestionResult::time)
				.mapToDouble(RunResults::milliseconds)
				.average()
				.orElse(0);
			return new Row(ranking, metrics.stream().map(run::mean).toList(), mean, milliseconds(run.time(0.5)),
					milliseconds(run.time(0.95)));
		}

	}

	/**
	 * How a ranking differs from another.
	 *
	 * @param ranking the ranking
	 * @param metric what was measured
	 * @param mean the mean of the differences; large is better
	 * @param better how many questions it answers better
	 * @param worse how many questions it answers worse
	 * @param probability how likely a difference as large is by chance alone
	 */
	@Schema(name = "RankingDifference")
	public record Differing(RankingLabel ranking, String metric, double mean, int better, int worse,
			double probability) {

		static Differing of(RankingLabel ranking, Metric metric, Difference difference) {
			return new Differing(ranking, metric.label(), difference.mean(), difference.better(), difference.worse(),
					difference.probability());
		}

	}

	/**
	 * A metric by the number of results.
	 *
	 * @param ranking the ranking
	 * @param metric the metric, without a number
	 * @param values the means at the places
	 */
	@Schema(name = "MetricCurve")
	public record Curve(RankingLabel ranking, String metric, List<Double> values) {

		static List<Curve> of(RankingLabel ranking, EvaluationRun run, List<Integer> places) {
			return List.of(Metric.Kind.RECALL, Metric.Kind.NDCG, Metric.Kind.MRR, Metric.Kind.HIT_RATE)
				.stream()
				.map((kind) -> new Curve(ranking, new Metric(kind, 1).label().replace("@1", ""),
						places.stream().map((place) -> rounded(run.mean(new Metric(kind, place)))).toList()))
				.toList();
		}

	}

	/**
	 * A ranking that could not be asked.
	 *
	 * @param ranking the ranking
	 * @param reason why
	 */
	@Schema(name = "RankingFailure")
	public record Failure(RankingLabel ranking, String reason) {
	}

}
