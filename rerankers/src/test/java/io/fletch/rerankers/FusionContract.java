package io.fletch.rerankers;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.RowValues;
import io.fletch.test.reranking.RerankerContract;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every formula of ranks and scores keeps to.
 */
abstract class FusionContract extends RerankerContract {

	private static final long SEED = 20_260_102;

	@Override
	protected RowValues values() {
		return (column, rowIds) -> {
			throw new AssertionError("Ranks and scores are enough");
		};
	}

	@Test
	void givesEveryRow() {
		Random random = new Random(SEED);
		for (int round = 0; round < 50; round++) {
			List<Ranking> rankings = rankings(random);
			assertThat(rerank(rankings)).extracting(Candidate::rowId)
				.containsExactlyInAnyOrderElementsOf(rowIds(rankings));
		}
	}

	@Test
	void keepsTheOrderOfOneSideWhenTheOtherFoundNothing() {
		Ranking.Source[] sources = Ranking.Source.values();
		for (Ranking.Source source : sources) {
			Ranking found = new Ranking(source, List.of(new Candidate(8, Double.POSITIVE_INFINITY),
					new Candidate(3, -0.4), new Candidate(5, -2), new Candidate(4, Double.NEGATIVE_INFINITY)));
			List<Ranking> rankings = Arrays.stream(sources)
				.map((other) -> (other == source) ? found : new Ranking(other, List.of()))
				.toList();
			assertThat(rerank(rankings)).as(source.name()).extracting(Candidate::rowId).containsExactly(8L, 3L, 5L, 4L);
		}
	}

	@Test
	void putsFirstWhatBothSidesPutFirst() {
		List<Ranking> rankings = List.of(vector(new Candidate(4, -0.1), new Candidate(2, -0.7)),
				text(new Candidate(4, 9.5), new Candidate(1, 2.5)));
		assertThat(rerank(rankings).getFirst().rowId()).isEqualTo(4);
	}

	@Test
	void putsWhatBothSidesFoundAloneBeforeOthers() {
		assertThat(rerank(List.of(vector(new Candidate(7, -0.3)), text(new Candidate(7, 0.1), new Candidate(1, 0.1))))
			.getFirst()
			.rowId()).isEqualTo(7);
	}

	@Test
	void countsWhatWordsAloneFound() {
		List<Candidate> reranked = rerank(List.of(vector(new Candidate(1, -0.2)), text(new Candidate(9, 0.5))));
		assertThat(reranked).extracting(Candidate::rowId).containsExactlyInAnyOrder(1L, 9L);
		assertThat(reranked).allSatisfy((row) -> assertThat(row.score()).isPositive());
	}

	@Test
	void countsARowThatARankingHasTwiceOnce() {
		Ranking twice = vector(new Candidate(1, -0.1), new Candidate(2, -0.2), new Candidate(1, -0.3));
		Ranking once = vector(new Candidate(1, -0.1), new Candidate(2, -0.2));
		assertThat(rerank(List.of(twice, text(new Candidate(3, 1)))))
			.isEqualTo(rerank(List.of(once, text(new Candidate(3, 1)))));
	}

	@Test
	void doesNotDependOnTheScaleOfTheScores() {
		List<Ranking> rankings = rankings(new Random(SEED));
		List<Ranking> scaled = rankings.stream()
			.map((ranking) -> new Ranking(ranking.source(),
					ranking.candidates().stream().map((row) -> new Candidate(row.rowId(), row.score() * 1e9)).toList()))
			.toList();
		assertThat(rerank(scaled)).extracting(Candidate::rowId)
			.isEqualTo(rerank(rankings).stream().map(Candidate::rowId).toList());
	}

	static RankedRows rows(List<Ranking> rankings) {
		return new RankedRows("a question", rankings);
	}

}
