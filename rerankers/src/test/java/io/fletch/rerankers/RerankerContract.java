package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every reranker keeps to.
 */
abstract class RerankerContract {

	private static final long SEED = 20_260_101;

	abstract Reranker reranker();

	@Test
	void givesEveryRowOnceAndBestFirst() {
		Random random = new Random(SEED);
		for (int round = 0; round < 50; round++) {
			List<Ranking> rankings = List.of(ranking(Ranking.Source.VECTOR, random),
					ranking(Ranking.Source.TEXT, random));
			List<Candidate> reranked = rerank(rankings);
			Long[] rowIds = rankings.stream()
				.flatMap((ranking) -> ranking.candidates().stream())
				.map(Candidate::rowId)
				.distinct()
				.toArray(Long[]::new);
			assertThat(reranked).extracting(Candidate::rowId).containsExactlyInAnyOrder(rowIds);
			assertThat(reranked).isSortedAccordingTo(Comparator.comparingDouble(Candidate::score).reversed());
		}
	}

	@Test
	void givesNothingForNothing() {
		assertThat(rerank(List.of())).isEmpty();
		assertThat(rerank(List.of(vector(), text()))).isEmpty();
	}

	@Test
	void keepsTheOrderOfOneSideWhenTheOtherFoundNothing() {
		Ranking.Source[] sources = Ranking.Source.values();
		for (Ranking.Source source : sources) {
			Ranking found = new Ranking(source,
					List.of(new Candidate(8, -0.1), new Candidate(3, -0.4), new Candidate(5, -2)));
			List<Ranking> rankings = Arrays.stream(sources)
				.map((other) -> (other == source) ? found : new Ranking(other, List.of()))
				.toList();
			assertThat(rerank(rankings)).as(source.name()).extracting(Candidate::rowId).containsExactly(8L, 3L, 5L);
		}
	}

	@Test
	void putsFirstWhatBothSidesPutFirst() {
		List<Ranking> rankings = List.of(vector(new Candidate(4, -0.1), new Candidate(2, -0.7)),
				text(new Candidate(4, 9.5), new Candidate(1, 2.5)));
		assertThat(rerank(rankings).getFirst().rowId()).isEqualTo(4);
	}

	@Test
	void doesNotDependOnTheOrderOfTheSides() {
		Random random = new Random(SEED);
		Ranking vector = ranking(Ranking.Source.VECTOR, random);
		Ranking text = ranking(Ranking.Source.TEXT, random);
		assertThat(rerank(List.of(vector, text))).extracting(Candidate::rowId)
			.isEqualTo(rerank(List.of(text, vector)).stream().map(Candidate::rowId).toList());
	}

	static Ranking vector(Candidate... candidates) {
		return new Ranking(Ranking.Source.VECTOR, List.of(candidates));
	}

	static Ranking text(Candidate... candidates) {
		return new Ranking(Ranking.Source.TEXT, List.of(candidates));
	}

	List<Candidate> rerank(List<Ranking> rankings) {
		return reranker().rerank("a question", rankings);
	}

	private static Ranking ranking(Ranking.Source source, Random random) {
		List<Long> rowIds = new ArrayList<>(LongStream.range(0, 30).boxed().toList());
		Collections.shuffle(rowIds, random);
		int size = random.nextInt(20);
		double[] scores = random.doubles(size, -5, 5).map((score) -> -score).sorted().map((score) -> -score).toArray();
		return new Ranking(source,
				IntStream.range(0, size).mapToObj((i) -> new Candidate(rowIds.get(i), scores[i])).toList());
	}

}
