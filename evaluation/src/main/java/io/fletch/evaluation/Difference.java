package io.fletch.evaluation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How two runs over the same questions differ.
 *
 * @param mean the mean of the second minus that of the first
 * @param better the number of questions that the second answers better
 * @param worse the number of questions that the second answers worse
 * @param probability how likely a difference as large is by chance alone: Fisher's
 * randomisation test over 10,000 random signs, always the same ones. From about 0.05 down
 * the difference is taken to be real
 * @see <a href="https://dl.acm.org/doi/10.1145/1321440.1321528">A comparison of
 * statistical significance tests for information retrieval evaluation</a>
 */
public record Difference(double mean, int better, int worse, double probability) {

	private static final int TRIALS = 10_000;

	private static final long SEED = 20_240_601;

	/** Means that differ by less are equal but for rounding. */
	private static final double ROUNDING = 1e-12;

	static Difference between(EvaluationRun first, EvaluationRun second, Metric metric) {
		first.requireSameQuestions(second);
		List<QuestionResult> from = first.results();
		double[] differences = IntStream.range(0, from.size())
			.mapToDouble((index) -> second.results().get(index).measure(metric) - from.get(index).measure(metric))
			.toArray();
		double mean = second.mean(metric) - first.mean(metric);
		return new Difference(mean, count(differences, 1), count(differences, -1), probability(differences));
	}

	private static int count(double[] differences, int sign) {
		return (int) IntStream.range(0, differences.length).filter((index) -> differences[index] * sign > 0).count();
	}

	private static double probability(double[] differences) {
		double seen = Math.abs(IntStream.range(0, differences.length).mapToDouble((index) -> differences[index]).sum());
		SplittableRandom random = new SplittableRandom(SEED);
		int asLarge = 0;
		for (int trial = 0; trial < TRIALS; trial++) {
			double sum = 0;
			for (double difference : differences) {
				sum += random.nextBoolean() ? difference : -difference;
			}
			asLarge += (Math.abs(sum) >= seen - ROUNDING) ? 1 : 0;
		}
		return (asLarge + 1.0) / (TRIALS + 1);
	}

}
