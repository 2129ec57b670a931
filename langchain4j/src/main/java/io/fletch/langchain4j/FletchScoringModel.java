package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
	 * Scores segments. If the reranker reads only so many texts at once, it is asked for
	 * the others again; what it read is never asked for twice. The scores of several
	 * answers stand side by side as they are, so a reranker that compares texts with each
	 * other, as language models do, should be able to take all at once.
	 * @param segments the segments
	 * @param query the question
	 * @return the scores in the order of the segments; negative infinity for those that
	 * the reranker read and left away
	 * @throws InvalidInputException if the reranker reads no texts
	 */
	@Override
	public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
		Double[] scores = new Double[segments.size()];
		Arrays.fill(scores, Double.NEGATIVE_INFINITY);
		Set<Integer> left = new LinkedHashSet<>(IntStream.range(0, scores.length).boxed().toList());
		while (!left.isEmpty()) {
			Texts texts = new Texts(segments);
			for (Candidate candidate : rank(left, texts, query)) {
				scores[Math.toIntExact(candidate.rowId())] = candidate.score();
			}
			if (!left.removeAll(texts.read)) {
				break;
			}
		}
		return Response.from(List.of(scores));
	}

	private List<Candidate> rank(Collection<Integer> indices, Texts texts, String query) {
		List<Candidate> candidates = new ArrayList<>(indices.size());
		indices.forEach((index) -> candidates.add(new Candidate(index, -candidates.size())));
		List<Candidate> given = this.reranker
			.rerank(new RankedRows(query, List.of(new Ranking(Ranking.Source.TEXT, candidates)), texts));
		if (texts.read.isEmpty()) {
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
	 * The texts of segments, and which of them were read.
	 */
	private static final class Texts implements RowValues {

		private final List<TextSegment> segments;

		private final Set<Integer> read = new HashSet<>();

		private Texts(List<TextSegment> segments) {
			this.segments = segments;
		}

		@Override
		public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
			if (column != null && !column.equals(StoredSegment.TEXT)) {
				throw new InvalidInputException("The reranker reads the column '" + column
						+ "', but segments that are scored have a text alone");
			}
			List<@Nullable Object> texts = new ArrayList<>(rowIds.size());
			for (long row : rowIds) {
				int index = Math.toIntExact(row);
				texts.add(this.segments.get(index).text());
				this.read.add(index);
			}
			return texts;
		}

	}

}
