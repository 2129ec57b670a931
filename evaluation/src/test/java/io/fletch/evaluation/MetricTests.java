package io.fletch.evaluation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MetricTests {

	private static final Map<String, Integer> RELEVANT = Map.of("a", 3, "b", 2, "c", 1);

	/**
	 * Computed by hand: of a (grade 3), b (2) and c (1), b and c were found at places 2
	 * and 4; the best gain of four is 3 + 2 / log2(3) + 1 / 2.
	 */
	@ParameterizedTest
	@CsvSource({ "RECALL, 4, 0.666667", "RECALL, 3, 0.333333", "RECALL, 1, 0", "PRECISION, 4, 0.5",
			"PRECISION, 8, 0.25", "HIT_RATE, 1, 0", "HIT_RATE, 2, 1", "MRR, 1, 0", "MRR, 10, 0.5", "MAP, 10, 0.333333",
			"MAP, 2, 0.25", "NDCG, 1, 0", "NDCG, 4, 0.355436", "NDCG, 2, 0.296081" })
	void isWhatTheFormulaSays(Metric.Kind kind, int cutoff, double expected) {
		double measure = new Metric(kind, cutoff).of(List.of("x", "b", "y", "c"), RELEVANT);
		assertThat(measure).isCloseTo(expected, within(1e-6));
	}

	@ParameterizedTest
	@CsvSource({ "RECALL", "HIT_RATE", "MRR", "MAP", "NDCG" })
	void isOneForTheBestOrder(Metric.Kind kind) {
		assertThat(new Metric(kind, 5).of(List.of("a", "b", "c"), RELEVANT)).isCloseTo(1, within(1e-12));
	}

	@ParameterizedTest
	@CsvSource({ "RECALL", "PRECISION", "HIT_RATE", "MRR", "MAP", "NDCG" })
	void isZeroWhereNothingWasFound(Metric.Kind kind) {
		assertThat(new Metric(kind, 5).of(List.of(), RELEVANT)).isZero();
	}

	@Test
	void reachesOneAlsoWhereMoreIsRelevantThanIsLookedAt() {
		assertThat(Metric.ndcg(2).of(List.of("a", "b"), RELEVANT)).isCloseTo(1, within(1e-12));
		assertThat(Metric.map(2).of(List.of("c", "b"), RELEVANT)).isCloseTo(1, within(1e-12));
	}

	@Test
	void isKnownByNameAndCutoff() {
		assertThat(List.of(Metric.ndcg(10), Metric.recall(100), Metric.hitRate(5), Metric.mrr(1), Metric.map(3),
				Metric.precision(2)))
			.extracting(Metric::label)
			.containsExactly("nDCG@10", "recall@100", "hit rate@5", "MRR@1", "MAP@3", "precision@2");
	}

	@ParameterizedTest
	@CsvSource({ "RECALL, 100", "PRECISION, 5", "HIT_RATE, 1", "MRR, 10", "MAP, 10", "NDCG, 100", "NDCG, 3" })
	void countsAnIdThatComesAgainForItsFirstPlaceOnly(Metric.Kind kind, int cutoff) {
		List<String> again = List.of("a", "a", "x", "b", "a", "x", "c");
		double measure = new Metric(kind, cutoff).of(again, RELEVANT);
		assertThat(measure).isEqualTo(new Metric(kind, cutoff).of(List.of("a", "x", "b", "c"), RELEVANT));
		assertThat(measure).isBetween(0.0, 1.0);
	}

	@Test
	void refusesToMeasureWhereNothingIsRelevant() {
		assertThatIllegalArgumentException().isThrownBy(() -> Metric.recall(10).of(List.of("a"), Map.of()))
			.withMessage("relevant must not be empty: where nothing is relevant there is nothing to measure");
	}

	@Test
	void refusesToLookAtNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> Metric.ndcg(0))
			.withMessage("cutoff must be at least 1, but was 0");
	}

}
