package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.RowValues;

/**
 * A reranker that judges texts, as a {@link ScoringModel} of LangChain4j.
 */
public final class FletchScoringModel implements ScoringModel {

	private final Reranker reranker;

	/**
	 * Offers a reranker.
	 * @param reranker reads texts, for example a cross-encoder
	 */
	public FletchScoringModel(Reranker reranker) {
		this.reranker = Objects.requireNonNull(reranker, "reranker");
	}

	/**
	 * Scores segments. If the reranker takes only so many at once, it is asked for the
	 * others again.
	 * @param segments the segments
	 * @param query the question
	 * @return the scores in the order of the segments; negative infinity for those that
	 * the reranker leaves away whenever it is asked
	 * @throws InvalidInputException if the reranker reads no texts
	 */
	@Override
	public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
		Double[] scores = new Double[segments.size()];
		Arrays.fill(scores, Double.NEGATIVE_INFINITY);
		List<Integer> left = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
		boolean isGiven = !left.isEmpty();
		while (isGiven) {
			List<Candidate> given = rank(left, segments, query);
			given.forEach((candidate) -> scores[Math.toIntExact(candidate.rowId())] = candidate.score());
			isGiven = left.removeAll(given.stream().map((candidate) -> Math.toIntExact(candidate.rowId())).toList())
					&& !left.isEmpty();
		}
		return Response.from(List.of(scores));
	}

	private List<Candidate> rank(List<Integer> indices, List<TextSegment> segments, String query) {
		List<Candidate> candidates = new ArrayList<>(indices.size());
		for (int place = 0; place < indices.size(); place++) {
			candidates.add(new Candidate(indices.get(place), -place));
		}
		Texts texts = new Texts(segments);
		List<Candidate> given = this.reranker
			.rerank(new RankedRows(query, List.of(new Ranking(Ranking.Source.TEXT, candidates)), texts));
		if (!texts.isRead) {
			throw new InvalidInputException("The reranker '" + this.reranker.name()
					+ "' judges by ranks and scores, not by texts, so that it cannot be a scoring model; "
					+ "take one that reads texts, such as a cross-encoder");
		}
		return given;
	}

	@Override
	public String toString() {
		return "FletchScoringModel[" + this.reranker.name() + "]";
	}

	/**
	 * The texts of segments, and whether anybody was interested in them.
	 */
	private static final class Texts implements RowValues {

		private final List<TextSegment> segments;

		private boolean isRead;

		private Texts(List<TextSegment> segments) {
			this.segments = segments;
		}

		@Override
		public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
			if (column != null && !column.equals(StoredSegment.TEXT)) {
				throw new InvalidInputException("The reranker reads the column '" + column
						+ "', but segments that are scored have a text alone");
			}
			this.isRead = true;
			List<@Nullable Object> texts = new ArrayList<>(rowIds.size());
			rowIds.forEach((row) -> texts.add(this.segments.get(Math.toIntExact(row)).text()));
			return texts;
		}

	}

}
