package io.fletch.rerankers;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class LinearCombinationTests extends FusionContract {

	/** Distances 0.2, 0.4, 1.2 become 0, 0.2, 1. */
	private static final Ranking VECTOR = vector(new Candidate(1, -0.2), new Candidate(2, -0.4),
			new Candidate(3, -1.2));

	/** Scores 8, 5, 4 become 1, 0.25, 0. */
	private static final Ranking TEXT = text(new Candidate(2, 8), new Candidate(4, 5), new Candidate(1, 4));

	@Override
	protected Reranker reranker() {
		return new LinearCombination();
	}

	@Test
	void addsTheWeightedSides() {
		assertRelevance(new LinearCombination(), new Candidate(2, 0.7 * 0.8 + 0.3 * 1), new Candidate(1, 0.7 * 1),
				new Candidate(4, 0.3 * 0.25), new Candidate(3, 0));
	}

	@Test
	void givesRowsThatASideMissedItsFill() {
		assertRelevance(new LinearCombination(0.5, 0.2), new Candidate(2, 0.5 * 0.8 + 0.5 * 1),
				new Candidate(4, 0.5 * 0.8 + 0.5 * 0.25), new Candidate(1, 0.5 * 1),
				new Candidate(3, 0.5 * 0 + 0.5 * 0.8));
	}

	@Test
	void countsOneSideOnlyAtTheEndsOfTheWeight() {
		assertRelevance(new LinearCombination(1, 1), new Candidate(1, 1), new Candidate(2, 0.8), new Candidate(3, 0),
				new Candidate(4, 0));
		assertRelevance(new LinearCombination(0, 1), new Candidate(2, 1), new Candidate(4, 0.25), new Candidate(1, 0),
				new Candidate(3, 0));
	}

	@Test
	void takesTheOtherSideUnweightedWhenOneFoundNothing() {
		assertThat(rerank(List.of(VECTOR, text()))).extracting(Candidate::score).satisfies((scores) -> {
			assertThat(scores.get(0)).isEqualTo(1);
			assertThat(scores.get(1)).isCloseTo(0.8, within(1e-12));
			assertThat(scores.get(2)).isZero();
		});
		assertThat(rerank(List.of(vector(), TEXT))).containsExactly(new Candidate(2, 1), new Candidate(4, 0.25),
				new Candidate(1, 0));
	}

	@Test
	void takesEqualDistancesAndEqualScoresForTheBest() {
		assertThat(rerank(List.of(vector(new Candidate(1, -0.5), new Candidate(2, -0.5)),
				text(new Candidate(3, 7), new Candidate(4, 7)))))
			.containsExactly(new Candidate(1, 0.7), new Candidate(2, 0.7), new Candidate(3, 1 - 0.7),
					new Candidate(4, 1 - 0.7));
	}

	@Test
	void countsALoneHitOfEitherSideAsItsBest() {
		assertThat(rerank(List.of(vector(new Candidate(1, -0.2)), text(new Candidate(9, 0.001)))))
			.containsExactly(new Candidate(1, 0.7), new Candidate(9, 1 - 0.7));
	}

	/**
	 * The published example: distances 0, 0.5 and 0.9, of which the greatest possible is
	 * 1, and words found the first row alone.
	 */
	@Test
	void givesTheRelevanceOfTheWeightedSumOfDistancesAsTheyAre() {
		List<Candidate> reranked = rerank(List.of(
				vector(new Candidate(0, 0), new Candidate(1, -0.5), new Candidate(2, -0.9), new Candidate(3, -1)),
				text(new Candidate(0, 1))));
		assertThat(reranked).extracting(Candidate::rowId).containsExactly(0L, 1L, 2L, 3L);
		double[] expected = { 1.0, 0.35, 0.07, 0 };
		for (int i = 0; i < expected.length; i++) {
			assertThat(reranked.get(i).score()).isCloseTo(expected[i], within(1e-12));
		}
	}

	/**
	 * The published example: rows 0 and 1 at distance 0.2, and words give the former 0.3;
	 * the others span the range from 0 to 1 on both sides.
	 */
	@Test
	void givesARowThatWordsMissedItsShareOfTheDistanceAlone() {
		List<Candidate> reranked = new LinearCombination(0.5, 1).rerank(rows(List.of(
				vector(new Candidate(9, 0), new Candidate(0, -0.2), new Candidate(1, -0.2), new Candidate(8, -1)),
				text(new Candidate(9, 1), new Candidate(0, 0.3), new Candidate(7, 0)))));
		assertThat(reranked).extracting(Candidate::rowId).startsWith(9L, 0L, 1L);
		assertThat(reranked.get(1).score()).isCloseTo(0.55, within(1e-12));
		assertThat(reranked.get(2).score()).isCloseTo(0.4, within(1e-12));
	}

	@Test
	void ordersByTheWeightedSumWhereOneRowIsTheBestOfBoth() {
		List<Candidate> reranked = rerank(List
			.of(vector(new Candidate(0, 0), new Candidate(1, -0.5), new Candidate(2, -1)), text(new Candidate(0, 1))));
		assertThat(reranked).extracting(Candidate::rowId).containsExactly(0L, 1L, 2L);
		assertThat(reranked).extracting(Candidate::score).containsExactly(1.0, 0.35, 0.0);
	}

	@Test
	void putsARowThatWordsMissedBehindOneOfTheSameDistance() {
		assertThat(new LinearCombination(0.5, 1)
			.rerank(rows(List.of(vector(new Candidate(0, -0.2), new Candidate(1, -0.2)), text(new Candidate(0, 0.3))))))
			.containsExactly(new Candidate(0, 1), new Candidate(1, 0.5));
	}

	@Test
	void keepsInfiniteScoresBeyondTheOthers() {
		assertThat(rerank(List
			.of(vector(new Candidate(1, 0), new Candidate(2, -1), new Candidate(3, Double.NEGATIVE_INFINITY)), text())))
			.containsExactly(new Candidate(1, 1), new Candidate(2, 0.5), new Candidate(3, 0));
		assertThat(rerank(List.of(vector(),
				text(new Candidate(1, Double.MAX_VALUE), new Candidate(2, 0), new Candidate(3, -Double.MAX_VALUE)))))
			.containsExactly(new Candidate(1, 1), new Candidate(2, 0.5), new Candidate(3, 0));
	}

	@Test
	void takesAScoreThatIsNoNumberForTheWorst() {
		assertThat(rerank(List.of(vector(new Candidate(1, Double.NaN), new Candidate(2, -1), new Candidate(3, -2)),
				text(new Candidate(2, 5), new Candidate(1, Double.NaN)))))
			.containsExactly(new Candidate(2, 1), new Candidate(1, 0), new Candidate(3, 0));
	}

	@Test
	void takesNegativeAndPositiveScoresAlike() {
		assertThat(rerank(List.of(vector(new Candidate(1, 0.5), new Candidate(2, -0.5)), text())))
			.containsExactly(new Candidate(1, 1), new Candidate(2, 0));
		assertThat(rerank(List.of(vector(), text(new Candidate(1, -1), new Candidate(2, -2), new Candidate(3, -3)))))
			.containsExactly(new Candidate(1, 1), new Candidate(2, 0.5), new Candidate(3, 0));
	}

	@Test
	void takesTheBestOfSeveralRankingsOfOneKind() {
		assertThat(rerank(List.of(vector(new Candidate(1, -1), new Candidate(2, -2)),
				vector(new Candidate(2, -1), new Candidate(3, -2), new Candidate(1, -3)))))
			.containsExactly(new Candidate(1, 1), new Candidate(2, 1), new Candidate(3, 0.5));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.1, Double.NaN })
	void refusesAWeightOutsideZeroToOne(double weight) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new LinearCombination(weight, 1))
			.withMessage("weight must be from 0 to 1, but was " + weight);
	}

	@Test
	void refusesAFillOutsideZeroToOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new LinearCombination(0.7, Double.NaN))
			.withMessage("fill must be from 0 to 1, but was NaN");
		for (double fill : new double[] { -1, 5, 1e308 }) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new LinearCombination(0.7, fill))
				.withMessage("fill must be from 0 to 1, but was " + fill);
		}
	}

	private static void assertRelevance(Reranker reranker, Candidate... expected) {
		List<Candidate> reranked = reranker.rerank(rows(List.of(VECTOR, TEXT)));
		assertThat(reranked).extracting(Candidate::rowId)
			.isEqualTo(List.of(expected).stream().map(Candidate::rowId).toList());
		for (int i = 0; i < expected.length; i++) {
			assertThat(reranked.get(i).score()).as("row %d", expected[i].rowId())
				.isCloseTo(expected[i].score(), within(1e-12));
		}
	}

}
