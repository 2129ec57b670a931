package io.fletch.rerankers;

import java.util.List;

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

class ModelRerankerTests extends RerankerContract {

	private final WordCount model = new WordCount();

	@Override
	protected Reranker reranker() {
		return new ModelReranker(this.model);
	}

	@Test
	void ordersRowsByWhatTheModelMakesOfTheirTexts() {
		assertThat(reranker().rerank(Rows.of("no", "the blue sky", "blue", "sky blue sky").foundBy("blue sky")))
			.containsExactly(new Candidate(4, 3), new Candidate(2, 2), new Candidate(3, 1), new Candidate(1, 0));
	}

	@Test
	void keepsTheOrderOfWhatWasFoundWhereRowsAreEquallyRelevant() {
		Ranking found = new Ranking(Ranking.Source.VECTOR,
				List.of(new Candidate(3, -1), new Candidate(1, -2), new Candidate(2, -3)));
		RankedRows rows = new RankedRows("word", List.of(found), Rows.of("b", "word", "c"));
		assertThat(reranker().rerank(rows)).extracting(Candidate::rowId).containsExactly(2L, 3L, 1L);
		assertThat(reranker().rerank(new RankedRows("none", List.of(found), Rows.of("b", "a", "c"))))
			.extracting(Candidate::rowId)
			.containsExactly(3L, 1L, 2L);
	}

	@Test
	void leavesRowsWithoutTextAwayAndDoesNotShowThemToTheModel() {
		assertThat(reranker().rerank(Rows.of(null, "", " \t\u2003", "word", "\n").foundBy("word")))
			.containsExactly(new Candidate(4, 1));
		assertThat(this.model.asked()).containsExactly(List.of("word"));
	}

	@Test
	void asksTheModelNothingWhereThereIsNothingToJudge() {
		assertThat(reranker().rerank(Rows.of().foundBy("word"))).isEmpty();
		assertThat(reranker().rerank(Rows.of().foundBy(" "))).isEmpty();
		assertThat(reranker().rerank(Rows.of(null, " ").foundBy("word"))).isEmpty();
		assertThat(this.model.asked()).isEmpty();
	}

	@Test
	void judgesTheFirstRowsOfAllRankingsOnly() {
		ModelReranker two = new ModelReranker(this.model, RerankScope.DEFAULT.withDepth(2));
		RankedRows rows = new RankedRows("word",
				List.of(new Ranking(Ranking.Source.VECTOR, List.of(new Candidate(1, -1), new Candidate(2, -2))),
						new Ranking(Ranking.Source.TEXT, List.of(new Candidate(2, 9), new Candidate(3, 8)))),
				Rows.of("one", "word", "word word"));
		assertThat(two.rerank(rows)).containsExactly(new Candidate(2, 1), new Candidate(1, 0));
		assertThat(two.mostRows()).isEqualTo(2);
	}

	@Test
	void keepsTheBestOnly() {
		ModelReranker one = new ModelReranker(this.model, RerankScope.DEFAULT.withTopN(1));
		assertThat(one.rerank(Rows.of("x", "word", "y").foundBy("word"))).containsExactly(new Candidate(2, 1));
		assertThat(one.mostRows()).isEqualTo(1);
	}

	@Test
	void readsTheColumnThatItIsTold() {
		Rows rows = Rows.of("word");
		new ModelReranker(this.model, RerankScope.DEFAULT.withColumn("body")).rerank(rows.foundBy("word"));
		reranker().rerank(rows.foundBy("word"));
		assertThat(rows.asked()).containsExactly("body", null);
	}

	@Test
	void takesTextsOfAnyLettersAndLength() {
		String smile = "\uD83D\uDE00";
		assertThat(reranker().rerank(Rows.of("x ".repeat(100_000), smile, "\uD83D").foundBy(smile)).getFirst())
			.isEqualTo(new Candidate(2, 1));
	}

	@Test
	void refusesColumnsWithoutTextAndBlankQuestions() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new ModelReranker(this.model, RerankScope.DEFAULT.withColumn("year"))
				.rerank(Rows.of(1999).foundBy("word")))
			.withMessage("The reranker 'word-count' judges texts, but the column 'year' has Integer; give it a column "
					+ "of texts");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> reranker().rerank(Rows.of("x").foundBy(" \n")))
			.withMessageStartingWith(
					"The reranker 'word-count' judges rows by a question, but that of the search is blank");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void refusesNumbersOfRowsBelowOne(int number) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RerankScope.DEFAULT.withDepth(number))
			.withMessage("depth must be at least 1, but was " + number);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RerankScope.DEFAULT.withTopN(number))
			.withMessage("topN must be at least 1, but was " + number);
	}

	@Test
	void refusesScoresThatAreTooFewOrNone() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> new ModelReranker(giving(1, 2)).rerank(Rows.of("x").foundBy("word")))
			.withMessage("The model 'mine' gave 2 scores for 1 texts");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> new ModelReranker(giving(1, Double.NaN)).rerank(Rows.of("x", "y").foundBy("word")))
			.withMessage("The model 'mine' gave text 2 of 2 the score NaN; it must give a number for each");
	}

	@Test
	void closesItsModel() {
		new ModelReranker(this.model).close();
		assertThat(this.model.isClosed()).isTrue();
	}

	private static RelevanceModel giving(double... scores) {
		return new RelevanceModel() {

			@Override
			public String name() {
				return "mine";
			}

			@Override
			public double[] scores(String query, List<String> texts) {
				return scores;
			}

		};
	}

}
