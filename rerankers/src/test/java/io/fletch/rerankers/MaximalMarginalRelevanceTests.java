package io.fletch.rerankers;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.test.reranking.RerankerContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class MaximalMarginalRelevanceTests extends RerankerContract {

	private static final float[] EAST = { 2, 0 };

	private static final float[] NORTH = { 0, 3 };

	private static final float[] NORTH_EAST = { 1, 1 };

	@Override
	protected Reranker reranker() {
		return new MaximalMarginalRelevance();
	}

	private static List<Long> order(double lambda, @Nullable Object... vectors) {
		return new MaximalMarginalRelevance(lambda).rerank(Rows.of(vectors).foundBy("a question"))
			.stream()
			.map(Candidate::rowId)
			.toList();
	}

	@Test
	void weighsRelevanceAgainstLikeness() {
		List<Candidate> chosen = new MaximalMarginalRelevance(0.5)
			.rerank(Rows.of(EAST, EAST, NORTH).foundBy("a question"));
		assertThat(chosen).containsExactly(new Candidate(1, 0.5), new Candidate(3, 0), new Candidate(2, 0.25 - 0.5));
	}

	@Test
	void takesTheGreatestLikenessWithWhatWasChosen() {
		List<Candidate> chosen = new MaximalMarginalRelevance(0.5)
			.rerank(Rows.of(EAST, NORTH, NORTH_EAST).foundBy("a question"));
		assertThat(chosen).extracting(Candidate::rowId).containsExactly(1L, 2L, 3L);
		assertThat(chosen.getLast().score()).isCloseTo(-0.5 * Math.sqrt(0.5), within(1e-6));
	}

	@Test
	void isTheOrderThatWasFoundWhereOnlyRelevanceCounts() {
		assertThat(order(1, EAST, EAST, NORTH, EAST)).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void takesTheUnlikeOnesFirstWhereOnlyDiversityCounts() {
		assertThat(order(0, EAST, EAST, NORTH, EAST)).containsExactly(1L, 3L, 2L, 4L);
	}

	@Test
	void takesRowsWithoutVectorAsLikeNoOther() {
		assertThat(order(0.3, EAST, EAST, null, new float[2], new float[] { Float.NaN, 0 })).containsExactly(1L, 3L, 4L,
				5L, 2L);
	}

	@Test
	void takesOppositeVectorsAsLikeNoOther() {
		assertThat(new MaximalMarginalRelevance(0.5).rerank(Rows.of(EAST, new float[] { -2, 0 }).foundBy("a question")))
			.containsExactly(new Candidate(1, 0.5), new Candidate(2, 0));
	}

	@Test
	void takesVectorsOfDoublesAndHugeNumbers() {
		assertThat(order(0, new double[] { 1e200, 0 }, new double[] { 2e200, 0 }, new double[] { 0, 1 }))
			.startsWith(1L);
		assertThat(order(0, new float[] { Float.MAX_VALUE, 0 }, new float[] { Float.MAX_VALUE, 0 }, NORTH))
			.containsExactly(1L, 3L, 2L);
	}

	@Test
	void comparesTheFirstAndKeepsTheBestOfThem() {
		Reranker few = new MaximalMarginalRelevance(0, RerankScope.DEFAULT.withDepth(3).withTopN(2));
		assertThat(few.rerank(Rows.of(EAST, EAST, NORTH, new float[] { -1, 0 }).foundBy("a question")))
			.extracting(Candidate::rowId)
			.containsExactly(1L, 3L);
		assertThat(few.mostRows()).isEqualTo(2);
	}

	@Test
	void comparesAHundredRowsByDefault() {
		Object[] many = Collections.nCopies(120, EAST).toArray();
		assertThat(new MaximalMarginalRelevance().rerank(Rows.of(many).foundBy("a question"))).hasSize(100);
	}

	@Test
	void stopsOnceTheThreadIsInterrupted() {
		RankedRows rows = Rows.of(EAST, NORTH).foundBy("a question");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> new MaximalMarginalRelevance().rerank(rows))
			.withMessage("The reranker 'mmr' was interrupted after 0 of 2 rows");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void fusesSeveralRankingsFirst() {
		RankedRows rows = new RankedRows("a question",
				List.of(new Ranking(Ranking.Source.VECTOR, List.of(new Candidate(2, -1), new Candidate(1, -2))),
						new Ranking(Ranking.Source.TEXT, List.of(new Candidate(2, 9)))),
				Rows.of(EAST, NORTH));
		assertThat(new MaximalMarginalRelevance(1).rerank(rows)).containsExactly(new Candidate(2, 1),
				new Candidate(1, 0));
	}

	@Test
	void readsTheVectorsOfTheSearchUnlessItIsToldAColumn() {
		Rows rows = Rows.of(EAST, NORTH);
		new MaximalMarginalRelevance().rerank(rows.foundBy("a question"));
		new MaximalMarginalRelevance(0.5, RerankScope.DEFAULT.withColumn("picture")).rerank(rows.foundBy("a question"));
		assertThat(rows.asked()).containsExactly("the vectors of the search", "picture");
	}

	@Test
	void refusesOtherColumns() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> order(0.5, "a text"))
			.withMessage("The reranker 'mmr' compares vectors of numbers, one a row, but the column of the search has "
					+ "String; give it a column of one float vector a row");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new MaximalMarginalRelevance(0.5, RerankScope.DEFAULT.withColumn("tokens"))
				.rerank(Rows.of(List.of(EAST, NORTH)).foundBy("a question")))
			.withMessageContaining("the column 'tokens' has several vectors a row; give it");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> order(0.5, EAST, new float[] { 1, 2, 3 }))
			.withMessage("The reranker 'mmr' compares vectors of one length, but was given some of [2, 3]");
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY })
	void refusesALambdaOutsideZeroToOne(double lambda) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new MaximalMarginalRelevance(lambda))
			.withMessage("lambda must be from 0 to 1, but was " + lambda);
	}

}
