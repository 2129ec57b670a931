package io.fletch.store.query;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One row of a search's result.
 *
 * @param rowId the stable id of the row in its table
 * @param row the row: a record, or a map by column name
 * @param score how well the row fits; large is good. Of a vector search: cosine
 * similarity or dot product, or the negated squared distance for {@link Distance#L2}; of
 * rows of several vectors, the sum of the best of these for each vector of the query. Of
 * a text search: BM25. Of a hybrid search: the reranker's relevance.
 * @param distance the distance between the query's vector and the row's; small is near.
 * Of rows of several vectors 1 less the score, for {@link Distance#L2} the negated score.
 * {@code null} where the vector side did not find the row
 * @param textScore the BM25 score of the row; {@code null} where the text side did not
 * find the row
 * @param vectorRank the place of the row among those that the vector side found, from 1;
 * {@code null} where it did not find the row
 * @param textRank the place of the row among those that the text side found, from 1;
 * {@code null} where it did not find the row
 * @param highlights by the names of the columns that were to be highlighted, the parts of
 * their texts that fit the query
 * @param <R> the type of the row
 */
public record Hit<R>(long rowId, R row, double score, @Nullable Double distance, @Nullable Double textScore,
		@Nullable Integer vectorRank, @Nullable Integer textRank, Map<String, List<TextHighlight>> highlights) {

	public Hit {
		highlights = Map.copyOf(highlights);
	}

	/**
	 * A row without ranks and highlights.
	 * @param rowId the stable id of the row in its table
	 * @param row the row
	 * @param score how well the row fits
	 * @param distance the distance, or {@code null}
	 * @param textScore the BM25 score, or {@code null}
	 */
	public Hit(long rowId, R row, double score, @Nullable Double distance, @Nullable Double textScore) {
		this(rowId, row, score, distance, textScore, null, null, Map.of());
	}

}
