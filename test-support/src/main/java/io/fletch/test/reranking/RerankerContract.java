package io.fletch.test.reranking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.RowValues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What every reranker keeps to. A test of a reranker extends this class, and so inherits
 * its tests. Rows have texts of a few words and vectors of three numbers, unless
 * {@link #values()} says otherwise.
 */
public abstract class RerankerContract {

	private static final long SEED = 20_260_101;

	private static final int ROUNDS = 8;

	private static final int ROWS = 30;

	private static final int THREADS = 4;

	/** A part of the greatest score. */
	private static final double ROUNDING = 1e-3;

	/**
	 * Returns the reranker under test, which the contract does not close.
	 * @return the same reranker at every call
	 */
	protected abstract Reranker reranker();

	/**
	 * Returns what the rows hold.
	 * @return texts for every column, and vectors
	 */
	protected RowValues values() {
		return new Rows();
	}

	/**
	 * Reranks rows with the question of the contract.
	 * @param rankings what was found
	 * @return what the reranker gives
	 */
	protected final List<Candidate> rerank(List<Ranking> rankings) {
		return reranker().rerank(new RankedRows("row and column", rankings, values()));
	}

	@Test
	void hasANameThatStays() {
		assertThat(reranker().name()).isNotBlank().isEqualTo(reranker().name());
	}

	@Test
	void givesRowsOfTheRankingsEachOnceAndBestFirst() {
		Random random = new Random(SEED);
		for (int round = 0; round < ROUNDS; round++) {
			List<Ranking> rankings = rankings(random);
			List<Long> given = rowIds(rankings);
			List<Candidate> reranked = rerank(rankings);
			assertThat(reranked).extracting(Candidate::rowId).doesNotHaveDuplicates().isSubsetOf(given);
			assertThat(reranked).isSortedAccordingTo(Comparator.comparingDouble(Candidate::score).reversed());
			assertThat(reranked).noneMatch((row) -> Double.isNaN(row.score()));
			assertThat(reranked).hasSizeLessThanOrEqualTo(reranker().mostRows());
		}
	}

	@Test
	void givesNothingForNothing() {
		assertThat(rerank(List.of())).isEmpty();
		assertThat(rerank(List.of(vector(), text()))).isEmpty();
	}

	@Test
	void takesTheRowsOfOneSideAlone() {
		for (Ranking.Source source : Ranking.Source.values()) {
			Ranking found = new Ranking(source, List.of(new Candidate(8, -0.1), new Candidate(3, -0.4)));
			assertThat(rerank(List.of(found))).as(source.name()).isNotEmpty();
		}
	}

	@Test
	void takesSeveralRankingsOfOneKind() {
		List<Candidate> reranked = rerank(List.of(vector(new Candidate(1, -1), new Candidate(2, -2)),
				vector(new Candidate(2, -1), new Candidate(3, -2)), vector()));
		assertThat(reranked).extracting(Candidate::rowId).doesNotHaveDuplicates().isSubsetOf(1L, 2L, 3L).isNotEmpty();
	}

	@Test
	void takesEqualNegativeAndInfiniteScores() {
		List<Ranking> rankings = List.of(
				vector(new Candidate(1, -3), new Candidate(2, -3), new Candidate(3, Double.NEGATIVE_INFINITY)),
				text(new Candidate(3, Double.POSITIVE_INFINITY), new Candidate(4, 0), new Candidate(5, -7)));
		assertThat(rerank(rankings)).isNotEmpty().noneMatch((row) -> Double.isNaN(row.score()));
	}

	@Test
	void doesNotDependOnTheOrderOfTheSides() {
		List<Ranking> rankings = rankings(new Random(SEED));
		assertSame(rerank(rankings.reversed()), rerank(rankings));
	}

	@Test
	void givesTheSameForTheSame() {
		List<Ranking> rankings = rankings(new Random(SEED));
		assertSame(rerank(rankings), rerank(rankings));
	}

	@Test
	void servesSeveralThreadsAtOnce() throws Exception {
		List<List<Ranking>> asked = IntStream.range(0, ROUNDS).mapToObj((i) -> rankings(new Random(SEED + i))).toList();
		List<List<Candidate>> expected = asked.stream().map(this::rerank).toList();
		List<Callable<List<Candidate>>> calls = new ArrayList<>();
		asked.forEach((rankings) -> calls.add(() -> rerank(rankings)));
		try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
			List<Future<List<Candidate>>> answers = threads.invokeAll(calls);
			for (int i = 0; i < calls.size(); i++) {
				assertSame(answers.get(i).get(), expected.get(i));
			}
		}
	}

	/**
	 * Models round differently beside other texts, so that rows whose scores lie within
	 * that of each other may change places, and the last of them be others.
	 */
	private static void assertSame(List<Candidate> reranked, List<Candidate> expected) {
		assertThat(reranked).hasSameSizeAs(expected);
		Map<Long, Double> scores = new HashMap<>();
		expected.forEach((row) -> scores.put(row.rowId(), row.score()));
		double greatest = scores.values().stream().mapToDouble(Math::abs).filter(Double::isFinite).max().orElse(0);
		for (int i = 0; i < expected.size(); i++) {
			Candidate row = reranked.get(i);
			double ofTheRow = scores.getOrDefault(row.rowId(), expected.getLast().score());
			assertThat(row.score()).isCloseTo(expected.get(i).score(), within(ROUNDING * greatest));
			assertThat(row.score()).as("row %d", row.rowId()).isCloseTo(ofTheRow, within(ROUNDING * greatest));
		}
	}

	/**
	 * Makes a ranking of a vector side.
	 * @param candidates the rows, best first
	 * @return the ranking
	 */
	protected static Ranking vector(Candidate... candidates) {
		return new Ranking(Ranking.Source.VECTOR, List.of(candidates));
	}

	/**
	 * Makes a ranking of a text side.
	 * @param candidates the rows, best first
	 * @return the ranking
	 */
	protected static Ranking text(Candidate... candidates) {
		return new Ranking(Ranking.Source.TEXT, List.of(candidates));
	}

	/**
	 * Makes rankings of both sides.
	 * @param random where rows and scores come from
	 * @return a ranking by vector and one by text, which may share rows or be empty
	 */
	protected static List<Ranking> rankings(Random random) {
		return List.of(ranking(Ranking.Source.VECTOR, random), ranking(Ranking.Source.TEXT, random));
	}

	private static Ranking ranking(Ranking.Source source, Random random) {
		List<Long> rowIds = new ArrayList<>(LongStream.range(0, ROWS).boxed().toList());
		Collections.shuffle(rowIds, random);
		int size = random.nextInt(ROWS / 2);
		double[] scores = random.doubles(size, -5, 5).map((score) -> -score).sorted().map((score) -> -score).toArray();
		return new Ranking(source,
				IntStream.range(0, size).mapToObj((i) -> new Candidate(rowIds.get(i), scores[i])).toList());
	}

	/**
	 * Lists the rows of rankings.
	 * @param rankings the rankings
	 * @return each row once
	 */
	protected static List<Long> rowIds(List<Ranking> rankings) {
		return rankings.stream()
			.flatMap((ranking) -> ranking.candidates().stream())
			.map(Candidate::rowId)
			.distinct()
			.toList();
	}

	/**
	 * What the rows of the contract hold.
	 */
	private static final class Rows implements RowValues {

		@Override
		public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
			List<@Nullable Object> texts = new ArrayList<>();
			rowIds.forEach((rowId) -> texts.add("row " + "and column ".repeat((int) (rowId % 3)) + rowId));
			return texts;
		}

		@Override
		public List<@Nullable Object> readVectors(List<Long> rowIds) {
			List<@Nullable Object> vectors = new ArrayList<>();
			rowIds.forEach((rowId) -> vectors.add(new float[] { 1 + rowId % 5, rowId % 7, rowId % 2 }));
			return vectors;
		}

	}

}
