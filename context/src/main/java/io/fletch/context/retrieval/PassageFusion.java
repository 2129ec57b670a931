package io.fletch.context.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.embedding.CheckedEmbedding;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.RowValues;

/**
 * Orders passages of several sources.
 */
public final class PassageFusion {

	private PassageFusion() {
	}

	/**
	 * Makes one ranking of several, by reciprocal rank fusion: a passage that several
	 * hold is one. A single ranking that is not empty keeps its scores.
	 * @param rankings the rankings, each best first
	 * @return the passages, best first; those of equal relevance in the order of the
	 * rankings
	 */
	public static List<RetrievedPassage> fuse(List<List<RetrievedPassage>> rankings) {
		Objects.requireNonNull(rankings, "rankings");
		List<RetrievedPassage> passages = new ArrayList<>();
		Map<List<String>, Long> places = new HashMap<>();
		List<Ranking> found = new ArrayList<>();
		for (List<RetrievedPassage> ranking : rankings) {
			Set<Long> ranked = new LinkedHashSet<>();
			for (RetrievedPassage passage : ranking) {
				Long place = places.putIfAbsent(List.of(passage.source(), passage.id()), (long) passages.size());
				if (place == null) {
					passages.add(passage);
				}
				ranked.add((place != null) ? place : passages.size() - 1L);
			}
			if (!ranked.isEmpty()) {
				found.add(
						new Ranking(Ranking.Source.TEXT, ranked.stream().map((row) -> new Candidate(row, 0)).toList()));
			}
		}
		return (found.size() == 1) ? List.copyOf(passages)
				: scored(RankFusion.reciprocal(found, RankFusion.DEFAULT_K), passages);
	}

	private static List<RetrievedPassage> scored(List<Candidate> ranked, List<RetrievedPassage> passages) {
		return ranked.stream().map((row) -> passages.get((int) row.rowId()).withScore(row.score())).toList();
	}

	/**
	 * Lets a reranker order passages by their texts.
	 * @param reranker the reranker; it can read no column but the text
	 * @param question the question
	 * @param passages the passages, best first
	 * @return the passages that the reranker gives, with its relevance as scores
	 * @throws InvalidInputException if it reads another column, or vectors
	 */
	public static List<RetrievedPassage> rerank(Reranker reranker, String question, List<RetrievedPassage> passages) {
		return rerank(reranker, question, passages, null);
	}

	/**
	 * Lets a reranker order passages by their texts and vectors.
	 * @param reranker the reranker; it can read no column but the text and the vector
	 * @param question the question
	 * @param passages the passages, best first
	 * @param function makes vectors of their texts where the reranker compares vectors;
	 * {@code null} where none does
	 * @return the passages that the reranker gives, with its relevance as scores
	 * @throws InvalidInputException if it reads another column, or vectors that nobody
	 * makes
	 * @throws io.fletch.store.embedding.EmbeddingException if the function gives another
	 * number of vectors or a bad one
	 */
	public static List<RetrievedPassage> rerank(Reranker reranker, String question, List<RetrievedPassage> passages,
			@Nullable EmbeddingFunction function) {
		Objects.requireNonNull(reranker, "reranker");
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(passages, "passages");
		if (passages.isEmpty()) {
			return List.of();
		}
		List<Candidate> candidates = IntStream.range(0, passages.size())
			.mapToObj((index) -> new Candidate(index, passages.get(index).score()))
			.toList();
		RankedRows rows = new RankedRows(question, List.of(new Ranking(Ranking.Source.TEXT, candidates)),
				new PassageValues(reranker, passages, function));
		return scored(rows.rankedBy(reranker), passages);
	}

	/**
	 * What a reranker can read of passages, whose places are their row ids.
	 */
	private record PassageValues(Reranker reranker, List<RetrievedPassage> passages,
			@Nullable EmbeddingFunction function) implements RowValues {

		@Override
		public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
			if (column == null || column.equals("text")) {
				return new ArrayList<>(texts(rowIds));
			}
			if (column.equals("vector")) {
				return readVectors(rowIds);
			}
			throw new InvalidInputException("The reranker '" + this.reranker.name() + "' reads the column '" + column
					+ "', but passages of several sources have text alone; give it to the retriever of its table");
		}

		@Override
		public List<@Nullable Object> readVectors(List<Long> rowIds) {
			if (this.function == null) {
				throw new InvalidInputException("The reranker '" + this.reranker.name() + "' compares vectors, but "
						+ "passages of several sources have text alone; give it an embedding function, too, or give "
						+ "it to the retriever of its table");
			}
			return new ArrayList<>(new CheckedEmbedding(this.function).embedAll(texts(rowIds)));
		}

		private List<String> texts(List<Long> rowIds) {
			return rowIds.stream().map((rowId) -> this.passages.get(Math.toIntExact(rowId)).text()).toList();
		}

	}

}
