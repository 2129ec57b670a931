package io.fletch.store.query;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * What searches over one table found, to be made one ranking of.
 *
 * @param query the question that was asked
 * @param rankings one ranking a search; some may be empty. Each has at most 100 rows, or
 * 400, 1,600 and so on if more are asked for: less than four times the limit and offset
 * of the search
 * @param values reads what the rows hold
 */
public record RankedRows(String query, List<Ranking> rankings, RowValues values) {

	/**
	 * Copies the rankings.
	 * @param query the question that was asked
	 * @param rankings one ranking a search
	 * @param values reads what the rows hold
	 */
	public RankedRows {
		rankings = List.copyOf(rankings);
	}

	/**
	 * Takes rankings whose rows cannot be read.
	 * @param query the question that was asked
	 * @param rankings one ranking a search
	 */
	public RankedRows(String query, List<Ranking> rankings) {
		this(query, rankings, (column, rowIds) -> {
			throw new InvalidInputException("The rows of these rankings cannot be read; rerank them in a search, or "
					+ "by a reranker that needs ranks and scores only");
		});
	}

	/**
	 * Returns every row once: those of the only ranking that has rows, or else of all by
	 * reciprocal rank fusion.
	 * @return the rows, best first
	 */
	public List<Candidate> fused() {
		List<Ranking> found = this.rankings.stream().filter((ranking) -> !ranking.candidates().isEmpty()).toList();
		return (found.size() == 1) ? found.getFirst().candidates() : RankFusion.reciprocal(found, RankFusion.DEFAULT_K);
	}

	/**
	 * Lets a reranker make one ranking, and believes nothing that it gives.
	 * @param reranker the reranker
	 * @return what it gives, in its order
	 * @throws InvalidInputException if it gives nothing, a row that it was not given, a
	 * row twice, or NaN as a score
	 */
	public List<Candidate> rankedBy(Reranker reranker) {
		return RankCheck.of(reranker, this);
	}

	/**
	 * Reads one column of rows.
	 * @param column the name of the column, or {@code null} for the text that the search
	 * is about
	 * @param rows the rows
	 * @return the values in the order of the rows
	 */
	public List<@Nullable Object> valuesOf(@Nullable String column, List<Candidate> rows) {
		return this.values.read(column, rows.stream().map(Candidate::rowId).toList());
	}

	/**
	 * Reads vectors of rows.
	 * @param column the name of the column, or {@code null} for the one that the search
	 * compares with
	 * @param rows the rows
	 * @return the values in the order of the rows
	 */
	public List<@Nullable Object> vectorsOf(@Nullable String column, List<Candidate> rows) {
		return (column != null) ? valuesOf(column, rows)
				: this.values.readVectors(rows.stream().map(Candidate::rowId).toList());
	}

	/**
	 * Returns what the vectors of rows are compared with.
	 * @return the vectors of the question; none if no vectors are compared, or nobody
	 * knows here
	 */
	public List<float[]> questionVectors() {
		return this.values.questionVectors();
	}

}
