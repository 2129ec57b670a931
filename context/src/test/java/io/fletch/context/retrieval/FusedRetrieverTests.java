package io.fletch.context.retrieval;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.fletch.context.HashedWords;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class FusedRetrieverTests {

	private static final RetrievalQuery QUERY = RetrievalQuery.of("q");

	private static final Retriever BROKEN = (query) -> {
		throw new IllegalStateException("no connection");
	};

	@Test
	void believesNoVectorsOfOthers() {
		HashedWords function = new HashedWords();
		Reranker reranker = new VectorReader();
		List<RetrievedPassage> passages = ranking("a", "b").retrieve(QUERY);
		assertThat(PassageFusion.rerank(reranker, "q", passages, function)).hasSize(2);
		function.spoilNext((vectors) -> vectors.subList(1, vectors.size()));
		assertThatThrownBy(() -> PassageFusion.rerank(reranker, "q", passages, function))
			.isInstanceOf(EmbeddingException.class)
			.hasMessage("The embedding function 'hashed-words' gave 1 vectors for 2 texts. Mend the function");
		function.spoilNext((vectors) -> List.of(new float[64], new float[3]));
		assertThatThrownBy(() -> PassageFusion.rerank(reranker, "q", passages, function))
			.isInstanceOf(EmbeddingException.class)
			.hasMessageContaining("a vector of 3 dimensions instead of 64 for text 1 of 2");
	}

	@Test
	void fusesRankingsAndGivesAPassageOnce() {
		FusedRetriever fused = FusedRetriever.of(List.of(ranking("a", "b", "c"), ranking("b", "d")));
		List<RetrievedPassage> found = fused.retrieve(QUERY);
		assertThat(found).extracting(RetrievedPassage::id).containsExactly("b", "a", "d", "c");
		assertThat(found.getFirst().score()).isEqualTo(1.0 / 62 + 1.0 / 61);
		assertThat(found.get(1).score()).isEqualTo(1.0 / 61);
	}

	@Test
	void tellsPassagesOfDifferentSourcesApart() {
		Retriever other = (query) -> List.of(new RetrievedPassage("other", "a", "n", "a", 1));
		assertThat(FusedRetriever.of(List.of(ranking("a"), other)).retrieve(QUERY)).extracting(RetrievedPassage::source)
			.containsExactly("s", "other");
	}

	@Test
	void keepsTheScoresOfTheOnlyOneThatFoundSomething() {
		List<RetrievedPassage> found = FusedRetriever.of(List.of(ranking(), ranking("a", "b"))).retrieve(QUERY);
		assertThat(found).extracting(RetrievedPassage::score).containsExactly(100.0, 99.0);
		assertThat(FusedRetriever.of(List.of(ranking(), ranking())).retrieve(QUERY)).isEmpty();
	}

	@Test
	void countsARowOnceThatOneRankingHoldsTwice() {
		List<RetrievedPassage> found = FusedRetriever.of(List.of(ranking("a", "a", "b"), ranking("b"))).retrieve(QUERY);
		assertThat(found).extracting(RetrievedPassage::id).containsExactly("b", "a");
		assertThat(found.getFirst().score()).isEqualTo(1.0 / 62 + 1.0 / 61);
	}

	@Test
	void asksEveryQueryAndCutsAtTheLimitOfTheFirst() {
		Retriever echo = (query) -> List.of(new RetrievedPassage("s", query.question(), "n", "t", 1));
		FusedPassages found = FusedRetriever.of(List.of(echo))
			.retrieveAll(List.of(QUERY.limit(2), RetrievalQuery.of("r"), RetrievalQuery.of("s")));
		assertThat(found.passages()).extracting(RetrievedPassage::id).containsExactly("q", "r");
	}

	@Test
	void asksASingleRetrieverInTheThreadOfTheCaller() {
		Retriever telling = (query) -> List
			.of(new RetrievedPassage("s", Thread.currentThread().toString(), "n", "t", 1));
		assertThat(FusedRetriever.of(List.of(telling)).retrieve(QUERY)).extracting(RetrievedPassage::id)
			.containsExactly(Thread.currentThread().toString());
		assertThat(FusedRetriever.of(List.of(telling)).retrieve(QUERY.timeout(Duration.ofSeconds(10))))
			.extracting(RetrievedPassage::id)
			.doesNotContain(Thread.currentThread().toString());
	}

	@Test
	void asksAllAtOnce() {
		CountDownLatch both = new CountDownLatch(2);
		Retriever waiting = (query) -> {
			both.countDown();
			await(both);
			return List.of();
		};
		assertThat(FusedRetriever.of(List.of(waiting, waiting)).retrieve(QUERY)).isEmpty();
	}

	@Test
	void failsWithARetrieverUnlessFailuresAreLeftOut() {
		FusedRetriever fused = FusedRetriever.of(List.of(ranking("a"), BROKEN));
		assertThatThrownBy(() -> fused.retrieve(QUERY)).isInstanceOf(RetrievalException.class)
			.hasMessage("A retriever failed, number 2: no connection. Mend it, or use leavingFailuresOut()")
			.hasCauseInstanceOf(IllegalStateException.class);
		FusedPassages found = fused.leavingFailuresOut().retrieveAll(List.of(QUERY));
		assertThat(found.passages()).extracting(RetrievedPassage::id).containsExactly("a");
		assertThat(found.failures()).extracting(RetrieverFailure::retriever).containsExactly(1);
	}

	@Test
	void endsTheRestAtTheFirstFailureWhoeverFails() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Retriever slow = (query) -> {
			asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return List.of();
		};
		Retriever broken = (query) -> {
			await(asked);
			throw new IllegalStateException("no connection");
		};
		assertThatThrownBy(() -> FusedRetriever.of(List.of(slow, broken)).retrieve(QUERY))
			.isInstanceOf(RetrievalException.class)
			.hasMessageContaining("A retriever failed, number 2: no connection");
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void failsWhereNoneAnswers() {
		assertThatThrownBy(() -> FusedRetriever.of(List.of(BROKEN, BROKEN)).leavingFailuresOut().retrieve(QUERY))
			.isInstanceOf(RetrievalException.class)
			.hasMessageStartingWith("All retrievers failed, first number 1: no connection");
		assertThatThrownBy(() -> FusedRetriever.of(List.of())).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("at least one");
	}

	@Test
	void waitsNoLongerThanItMay() {
		FusedRetriever fused = FusedRetriever.of(List.of(ranking("a"), FusedRetrieverTests::forever));
		RetrievalQuery hurried = QUERY.timeout(Duration.ofMillis(50));
		assertThatThrownBy(() -> fused.retrieve(hurried)).isInstanceOf(CancelledException.class)
			.hasMessageStartingWith("The retrieval timed out after PT0.05S");
		FusedPassages found = fused.leavingFailuresOut().retrieveAll(List.of(hurried));
		assertThat(found.passages()).extracting(RetrievedPassage::id).containsExactly("a");
		assertThat(found.failures()).extracting((failure) -> failure.cause().getMessage())
			.singleElement()
			.asString()
			.startsWith("The retrieval timed out");
	}

	@Test
	void stopsWhenInterrupted() {
		Thread asking = Thread.currentThread();
		Retriever interrupting = (query) -> {
			asking.interrupt();
			return forever(query);
		};
		assertThatThrownBy(() -> FusedRetriever.of(List.of(interrupting)).leavingFailuresOut().retrieve(QUERY))
			.isInstanceOf(CancelledException.class)
			.hasMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void asksWhetherAConditionFitsAsItAsksForPassages() {
		Condition condition = new Condition("a = 1");
		RetrievalQuery hurried = QUERY.timeout(Duration.ofMillis(50));
		for (Function<Condition, Boolean> judging : List.<Function<Condition, Boolean>>of((each) -> {
			throw new IllegalStateException("no connection");
		}, (each) -> forever(QUERY).isEmpty())) {
			FusedRetriever fused = FusedRetriever.of(List.of(ranking("a"), new Judging(judging)));
			assertThatThrownBy(() -> fused.retrieveAll(List.of(hurried), condition))
				.isInstanceOf(RuntimeException.class)
				.hasMessageContaining("retriev");
			FusedPassages found = fused.leavingFailuresOut().retrieveAll(List.of(hurried), condition);
			assertThat(found.passages()).extracting(RetrievedPassage::id).containsExactly("a");
			assertThat(found.failures()).extracting(RetrieverFailure::retriever).containsExactly(1);
			assertThat(found.notes()).isEmpty();
		}
	}

	@Test
	void notesOnceThatAConditionDoesNotFit() {
		FusedRetriever fused = FusedRetriever.of(List.of(ranking("a"), new Judging((each) -> false)));
		FusedPassages found = fused.retrieveAll(List.of(QUERY, RetrievalQuery.of("r")), new Condition("a = 1"));
		assertThat(found.notes())
			.containsExactly("the condition a = 1 does not fit the rows of retriever 2; it was asked without");
	}

	@Test
	void saysWhichRetrieverGivesNull() {
		Retriever silent = (query) -> null;
		Retriever hollow = (query) -> Collections.singletonList(null);
		assertThatThrownBy(() -> FusedRetriever.of(List.of(silent)).retrieve(QUERY))
			.isInstanceOf(RetrievalException.class)
			.hasMessageContaining("number 1: it gave null instead of a list of passages");
		assertThatThrownBy(() -> FusedRetriever.of(List.of(ranking("a"), hollow)).retrieve(QUERY))
			.isInstanceOf(RetrievalException.class)
			.hasMessageContaining("number 2: it gave null instead of a passage");
		FusedPassages found = FusedRetriever.of(List.of(ranking("a"), silent))
			.leavingFailuresOut()
			.retrieveAll(List.of(QUERY));
		assertThat(found.passages()).hasSize(1);
		assertThat(found.failures()).hasSize(1);
	}

	@Test
	void letsARerankerJudgeTheTexts() {
		FusedRetriever fused = FusedRetriever.of(List.of(ranking("red", "green"), ranking("blue")))
			.rerankedBy(new AskedReranker());
		assertThat(fused.retrieve(RetrievalQuery.of("green").limit(1))).extracting(RetrievedPassage::id)
			.containsExactly("green");
		assertThat(FusedRetriever.of(List.of(ranking())).rerankedBy(new AskedReranker()).retrieve(QUERY)).isEmpty();
	}

	@Test
	void saysWhatARerankerCannotRead() {
		Reranker vectors = new Reading("vector", 0);
		assertThatThrownBy(() -> FusedRetriever.of(List.of(ranking("a"))).rerankedBy(vectors).retrieve(QUERY))
			.isInstanceOf(InvalidInputException.class)
			.hasMessage("The reranker 'reading' compares vectors, but passages of several sources have text alone; "
					+ "give it an embedding function, too, or give it to the retriever of its table");
		Reranker other = new Reading("price", 0);
		assertThatThrownBy(() -> FusedRetriever.of(List.of(ranking("a"))).rerankedBy(other).retrieve(QUERY))
			.isInstanceOf(InvalidInputException.class)
			.hasMessage("The reranker 'reading' reads the column 'price', but passages of several sources have text "
					+ "alone; give it to the retriever of its table");
		assertThatThrownBy(
				() -> FusedRetriever.of(List.of(ranking("a"))).rerankedBy(new Reading("text", 7)).retrieve(QUERY))
			.isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("gave the row 7, which was not among those it was given");
	}

	@Test
	void checksWhatARerankerGives() {
		List<List<Candidate>> wrong = Arrays.asList(null, Arrays.asList((Candidate) null),
				List.of(new Candidate(0, 1), new Candidate(0, 1)), List.of(new Candidate(0, Double.NaN)),
				List.of(new Candidate(Long.MAX_VALUE, 1)), List.of(new Candidate(-1, 1)));
		for (List<Candidate> given : wrong) {
			FusedRetriever fused = FusedRetriever.of(List.of(ranking("a", "b"))).rerankedBy(new Giving(given));
			assertThatThrownBy(() -> fused.retrieve(QUERY)).isInstanceOf(InvalidInputException.class)
				.hasMessageStartingWith("The reranker 'giving' gave ")
				.hasMessageEndingWith("each once, with a number as score");
		}
	}

	@Test
	void renamesParametersOfJoinedConditions() {
		Condition given = new Condition("a = :drawn0 AND b = ':drawn0'", Map.of("drawn0", 1));
		Condition joined = given.and(new Condition("`:drawn0` = :drawn0 AND c = ':drawn0' AND d = :drawn0_2",
				Map.of("drawn0", 2, "drawn0_2", 3)));
		assertThat(joined).isEqualTo(new Condition(
				"(a = :drawn0 AND b = ':drawn0') AND (`:drawn0` = :drawn0_3 AND c = ':drawn0' AND d = :drawn0_2)",
				Map.of("drawn0", 1, "drawn0_2", 3, "drawn0_3", 2)));
	}

	private static List<RetrievedPassage> forever(RetrievalQuery query) {
		await(new CountDownLatch(1));
		return List.of();
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(15, TimeUnit.SECONDS)) {
				throw new IllegalStateException("waited too long");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("interrupted", ex);
		}
	}

	private static Retriever ranking(String... ids) {
		return (query) -> IntStream.range(0, ids.length)
			.mapToObj((index) -> new RetrievedPassage("s", ids[index], "n", ids[index], 100 - index))
			.toList();
	}

	/**
	 * Judges conditions.
	 */
	private record Judging(Function<Condition, Boolean> judge) implements Retriever {

		@Override
		public List<RetrievedPassage> retrieve(RetrievalQuery query) {
			return List.of();
		}

		@Override
		public boolean takes(Condition condition) {
			return this.judge.apply(condition);
		}

	}

	/**
	 * Reads a column and gives one row.
	 */
	private record Reading(String column, long row) implements Reranker {

		@Override
		public String name() {
			return "reading";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			rows.valuesOf(this.column, rows.fused());
			return Arrays.asList(new Candidate(this.row, 1));
		}

	}

	/**
	 * Gives what it is told to.
	 */
	private record Giving(List<Candidate> given) implements Reranker {

		@Override
		public String name() {
			return "giving";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return this.given;
		}

	}

	/** Compares vectors, as far as it needs any. */
	private static final class VectorReader implements Reranker {

		@Override
		public String name() {
			return "vectors";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			List<Candidate> fused = rows.fused();
			assertThat(rows.vectorsOf(null, fused)).hasSize(fused.size());
			return fused;
		}

	}

}
