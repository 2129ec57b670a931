package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.RowValues;

/**
 * Makes one ranking of several. A reranker sees the ids that users see, and what it gives
 * is checked.
 *
 * @param reranker the reranker, or {@code null} for reciprocal rank fusion
 * @param question what it judges the rows by
 * @param origins the ids that users see, by those under which rows are stored
 * @param content reads what rows hold, by the ids under which they are stored
 */
record Reranking(@Nullable Reranker reranker, String question, LongUnaryOperator origins, RowValues content) {

	int mostRows() {
		return (this.reranker != null) ? Math.max(1, this.reranker.mostRows()) : Integer.MAX_VALUE;
	}

	String label() {
		return (this.reranker != null) ? this.reranker.name() : "reciprocal rank fusion";
	}

	List<Candidate> fuse(List<Ranking> rankings) throws IOException {
		if (this.reranker == null && rankings.stream().allMatch(this::isSeenAsStored)) {
			return RankFusion.reciprocal(rankings, RankFusion.DEFAULT_K);
		}
		Map<Long, Long> stored = HashMap
			.newHashMap(rankings.stream().mapToInt((ranking) -> ranking.candidates().size()).sum());
		List<Ranking> seen = rankings.stream().map((ranking) -> seen(ranking, stored)).toList();
		try {
			List<Candidate> ranked = (this.reranker != null)
					? new RankedRows(this.question, seen, values(stored)).rankedBy(this.reranker)
					: RankFusion.reciprocal(seen, RankFusion.DEFAULT_K);
			return ranked.stream().map((row) -> asStored(row, stored)).toList();
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Tells whether users see the rows under the ids under which they are stored, as they
	 * do until rows are updated.
	 */
	private boolean isSeenAsStored(Ranking ranking) {
		return ranking.candidates().stream().allMatch((row) -> this.origins.applyAsLong(row.rowId()) == row.rowId());
	}

	private RowValues values(Map<Long, Long> stored) {
		return new RowValues() {

			@Override
			public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
				return Reranking.this.content.read(column, known(rowIds, stored));
			}

			@Override
			public List<@Nullable Object> readVectors(List<Long> rowIds) {
				return Reranking.this.content.readVectors(known(rowIds, stored));
			}

			@Override
			public List<float[]> questionVectors() {
				return Reranking.this.content.questionVectors();
			}

		};
	}

	private List<Long> known(List<Long> rowIds, Map<Long, Long> stored) {
		List<Long> known = new ArrayList<>(rowIds.size());
		for (Long rowId : rowIds) {
			Long as = stored.get(rowId);
			if (as == null) {
				throw new InvalidInputException("The reranker '" + label() + "' wants to read the row " + rowId
						+ ", which was not among those it was given");
			}
			known.add(as);
		}
		return known;
	}

	private Ranking seen(Ranking ranking, Map<Long, Long> stored) {
		List<Candidate> candidates = new ArrayList<>(ranking.candidates().size());
		for (Candidate candidate : ranking.candidates()) {
			long origin = this.origins.applyAsLong(candidate.rowId());
			stored.put(origin, candidate.rowId());
			candidates.add(new Candidate(origin, candidate.score()));
		}
		return new Ranking(ranking.source(), candidates);
	}

	private static Candidate asStored(Candidate row, Map<Long, Long> stored) {
		return new Candidate(stored.getOrDefault(row.rowId(), row.rowId()), row.score());
	}

}
