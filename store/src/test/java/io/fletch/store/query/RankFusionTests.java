package io.fletch.store.query;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RankFusionTests {

	private final Ranking vector = ranking(Ranking.Source.VECTOR, 7, 8, 9);

	private final Ranking text = ranking(Ranking.Source.TEXT, 9, 7);

	@Test
	void sumsReciprocalRanksFromOne() {
		assertThat(RankFusion.reciprocal(List.of(this.vector, this.text), 60)).containsExactly(
				new Candidate(7, 1.0 / 61 + 1.0 / 62), new Candidate(9, 1.0 / 63 + 1.0 / 61),
				new Candidate(8, 1.0 / 62));
	}

	@Test
	void breaksTiesByRowId() {
		assertThat(
				RankFusion.reciprocal(List.of(ranking(Ranking.Source.VECTOR, 5), ranking(Ranking.Source.TEXT, 3)), 60))
			.extracting(Candidate::rowId)
			.containsExactly(3L, 5L);
	}

	@Test
	void keepsTheOrderOfOneRankingWhenTheOtherIsEmpty() {
		assertThat(RankFusion.reciprocal(List.of(this.vector, ranking(Ranking.Source.TEXT)), 60))
			.extracting(Candidate::rowId)
			.containsExactly(7L, 8L, 9L);
	}

	@Test
	void ranksInOrderByTheGreatestK() {
		assertThat(RankFusion.reciprocal(List.of(this.vector, this.vector), Integer.MAX_VALUE))
			.isSortedAccordingTo((left, right) -> Double.compare(right.score(), left.score()))
			.extracting(Candidate::rowId)
			.containsExactly(7L, 8L, 9L);
	}

	@Test
	void refusesKBelowOne() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RankFusion.reciprocal(List.of(), 0))
			.withMessage("k must be at least 1, but was 0");
	}

	private static Ranking ranking(Ranking.Source source, long... rowIds) {
		return new Ranking(source,
				java.util.Arrays.stream(rowIds).mapToObj((rowId) -> new Candidate(rowId, 1)).toList());
	}

}
