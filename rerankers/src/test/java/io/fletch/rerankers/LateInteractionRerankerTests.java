package io.fletch.rerankers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.embeddings.TinyModel;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.test.reranking.RerankerContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * The tiny model gives the question's marker the vector of {@code a}, the passages' that
 * of {@code b}.
 */
class LateInteractionRerankerTests extends RerankerContract {

	@TempDir
	private Path folder;

	private LateInteractionReranker reranker;

	@BeforeEach
	void load() throws IOException {
		TinyModel.tokens(TinyModel.INT64).output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3).write(this.folder);
		this.reranker = create();
	}

	@AfterEach
	void close() {
		this.reranker.close();
	}

	private LateInteractionReranker create(String... options) {
		Map<String, String> all = new TreeMap<>(Map.of("model", this.folder.toString()));
		for (int i = 0; i < options.length; i += 2) {
			all.put(options[i], options[i + 1]);
		}
		return (LateInteractionReranker) Rerankers.create("colbert", all);
	}

	@Override
	protected Reranker reranker() {
		return this.reranker;
	}

	@Test
	void addsUpTheNearestTokenOfTheTextForEachOfTheQuestion() {
		List<Candidate> ranked = this.reranker.rerank(Rows.of("b", "c", "a c", "d").foundBy("c"));
		assertRelevance(ranked, new Candidate(3, 2), new Candidate(2, 1), new Candidate(4, 0.6), new Candidate(1, 0));
	}

	@Test
	void readsVectorsWhereTheColumnHasThem() {
		List<float[]> both = List.of(new float[] { 7, 0, 0 }, new float[] { 0, 0, 0.5f });
		List<Candidate> ranked = this.reranker
			.rerank(Rows.of(List.of(new float[] { 0, 1, 0 }), both, "a", List.of(), null).foundBy("c"));
		assertRelevance(ranked, new Candidate(2, 2), new Candidate(3, 1), new Candidate(1, 0));
	}

	@Test
	void leavesRowsWithoutTextAway() {
		assertThat(this.reranker.rerank(Rows.of(null, " ", "").foundBy("c"))).isEmpty();
		assertThat(this.reranker.rerank(Rows.of().foundBy("c"))).isEmpty();
	}

	@Test
	void leavesRowsAwayWhoseVectorsSayNothing() {
		List<Candidate> ranked = this.reranker.rerank(Rows.of(List.of(new float[3], new float[3]),
				List.of(new float[] { 0, 0, 1 }), List.of(new float[] { Float.NaN, 0, 0 }))
			.foundBy("c"));
		assertThat(ranked).extracting(Candidate::rowId).containsExactly(2L);
		assertThat(this.reranker.rerank(Rows.of(List.of(new float[3])).foundBy("c"))).isEmpty();
	}

	@Test
	void keepsTheOrderOfWhatWasFoundWhereRowsAreEquallyGood() {
		RankedRows rows = new RankedRows("c",
				List.of(new Ranking(Ranking.Source.VECTOR,
						List.of(new Candidate(3, -1), new Candidate(1, -2), new Candidate(2, -3)))),
				Rows.of("c", List.of(new float[] { 0, 0, 1 }), "c"));
		assertThat(this.reranker.rerank(rows)).extracting(Candidate::rowId).containsExactly(3L, 1L, 2L);
	}

	@Test
	void keepsTheBestOfTheFirst() {
		try (LateInteractionReranker first = create("depth", "3", "top-n", "1", "column", "body")) {
			Rows rows = Rows.of("b", "c", "b", "a c");
			assertRelevance(first.rerank(rows.foundBy("c")), new Candidate(2, 1));
			assertThat(rows.asked()).containsExactly("body");
			assertThat(first.mostRows()).isEqualTo(1);
		}
	}

	@Test
	void refusesOtherColumns() {
		assertRefused("judges texts, or of several vectors a row, but the column of the search has Integer", 5);
		assertRefused("but the column of the search has float[]", new float[] { 1, 2, 3 });
		assertRefused("must be made by the same model", List.of(new float[] { 1, 2 }));
	}

	private void assertRefused(String message, @Nullable Object... values) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.reranker.rerank(Rows.of(values).foundBy("c")))
			.withMessageContaining(message);
	}

	@Test
	void refusesABlankQuestionAndJudgesNothingOnceClosed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.reranker.rerank(Rows.of("a").foundBy(" ")))
			.withMessageContaining("is blank");
		this.reranker.close();
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> this.reranker.rerank(Rows.of("a").foundBy("a")))
			.withMessageStartingWith("The reranker 'colbert' could not judge 1 texts: ")
			.withMessageContaining("is closed");
	}

	private static void assertRelevance(List<Candidate> ranked, Candidate... expected) {
		assertThat(ranked).hasSize(expected.length);
		for (int i = 0; i < expected.length; i++) {
			assertThat(ranked.get(i).rowId()).isEqualTo(expected[i].rowId());
			assertThat(ranked.get(i).score()).isCloseTo(expected[i].score(), within(1e-5));
		}
	}

}
