package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * A {@link Search} whose methods do not wait, as in {@link AsyncDatabase}.
 *
 * @param <R> the type of the rows
 */
public final class AsyncSearch<R> {

	private final Search<R> search;

	AsyncSearch(Search<R> search) {
		this.search = search;
	}

	/**
	 * Chooses what is compared; {@link QueryKind#AUTO} by default.
	 * @param kind the kind
	 * @return a search of that kind
	 */
	public AsyncSearch<R> kind(QueryKind kind) {
		return new AsyncSearch<>(this.search.kind(kind));
	}

	/**
	 * Lets only rows through that satisfy a condition.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang AND year >= :year}
	 * @param parameters the values of the parameters
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public AsyncSearch<R> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		return new AsyncSearch<>(this.search.where(condition, parameters));
	}

	/**
	 * Lets only rows through that satisfy a condition without parameters.
	 * @param condition a condition in SQL
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public AsyncSearch<R> where(String condition) {
		return new AsyncSearch<>(this.search.where(condition));
	}

	/**
	 * Limits how many rows are found; 10 by default, for a scan all.
	 * @param limit the number of rows, at least 1
	 * @return a search with this limit
	 * @throws InvalidInputException if the limit is less than 1
	 */
	public AsyncSearch<R> limit(int limit) {
		return new AsyncSearch<>(this.search.limit(limit));
	}

	/**
	 * Passes over the best rows, for paging; 0 by default.
	 * @param offset the number of rows, at least 0
	 * @return a search with this offset
	 * @throws InvalidInputException if the offset is negative
	 */
	public AsyncSearch<R> offset(int offset) {
		return new AsyncSearch<>(this.search.offset(offset));
	}

	/**
	 * Chooses how the two sides of a hybrid search are joined; reciprocal rank fusion by
	 * default.
	 * @param reranker the reranker
	 * @return a search with this reranker
	 */
	public AsyncSearch<R> rerank(Reranker reranker) {
		return new AsyncSearch<>(this.search.rerank(reranker));
	}

	/**
	 * Reads only some columns.
	 * @param columns the names of the columns
	 * @return a search that reads these columns
	 * @throws InvalidInputException if the table has no such column
	 */
	public AsyncSearch<R> select(String... columns) {
		return new AsyncSearch<>(this.search.select(columns));
	}

	/**
	 * Runs the search.
	 * @return completes with the rows with their scores, best first; for a scan in the
	 * order of adding, with score 0
	 */
	public CompletableFuture<List<Hit<R>>> hits() {
		return AsyncRun.call(() -> this.search.hits());
	}

	/**
	 * Runs the search.
	 * @return completes with the rows of {@link #hits()}
	 */
	public CompletableFuture<List<R>> rows() {
		return AsyncRun.call(() -> this.search.rows());
	}

}
