package io.fletch.store.query;

import org.jspecify.annotations.Nullable;

/**
 * One row of a search's result.
 *
 * @param rowId the stable id of the row in its table
 * @param row the row: a record, or a map by column name
 * @param score how well the row fits; large is good. Of a vector search: cosine
 * similarity or dot product, or the negated squared distance for {@link Distance#L2}. Of
 * a text search: BM25. Of a hybrid search: the reranker's relevance.
 * @param distance the distance between the query's vector and the row's; small is near.
 * {@code null} where the vector side did not find the row
 * @param textScore the BM25 score of the row; {@code null} where the text side did not
 * find the row
 * @param <R> the type of the row
 */
public record Hit<R>(long rowId, R row, double score, @Nullable Double distance, @Nullable Double textScore) {
}
