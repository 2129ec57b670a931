package io.fletch.store;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * A {@link Search} whose methods do not wait, as in {@link AsyncTable}. What a refinement
 * would throw the future of the search does.
 *
 * @param <R> the type of the rows
 */
public final class AsyncSearch<R> {

	private final Supplier<Search<R>> search;

	AsyncSearch(Search<R> search) {
		this(() -> search);
	}

	private AsyncSearch(Supplier<Search<R>> search) {
		this.search = search;
	}

	private AsyncSearch<R> refined(UnaryOperator<Search<R>> refinement) {
		return new AsyncSearch<>(() -> refinement.apply(this.search.get()));
	}

	/**
	 * Chooses what is compared; {@link QueryKind#AUTO} by default.
	 * @param kind the kind
	 * @return a search of that kind
	 */
	public AsyncSearch<R> kind(QueryKind kind) {
		return refined((before) -> before.kind(kind));
	}

	/**
	 * Says what is asked of the text columns, as {@link Search#text} does.
	 * @param query what is asked of the text columns
	 * @return a search with that query
	 */
	public AsyncSearch<R> text(TextQuery query) {
		return refined((before) -> before.text(query));
	}

	/**
	 * Says which vector the rows are compared with, as {@link Search#vector} does.
	 * @param vector a vector of the length that the table's have
	 * @return a search with that vector
	 */
	public AsyncSearch<R> vector(float[] vector) {
		float[] copy = Objects.requireNonNull(vector, "vector").clone();
		return refined((before) -> before.vector(copy));
	}

	/**
	 * Shows in each {@link Hit} where the text of a column fits the query.
	 * @param column the name of a text column
	 * @param length about how many characters a fragment shall have, at least 1
	 * @param count how many fragments at most, at least 1
	 * @return a search with highlights
	 */
	public AsyncSearch<R> highlight(String column, int length, int count) {
		return refined((before) -> before.highlight(column, length, count));
	}

	/**
	 * Lets only rows through that satisfy a condition.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang AND year >= :year}
	 * @param parameters the values of the parameters
	 * @return a search with this condition
	 */
	public AsyncSearch<R> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.where(condition, values));
	}

	/**
	 * Lets only rows through that satisfy a condition without parameters.
	 * @param condition a condition in SQL
	 * @return a search with this condition
	 */
	public AsyncSearch<R> where(String condition) {
		return refined((before) -> before.where(condition));
	}

	/**
	 * Limits how many rows are found; 10 by default, for a scan all.
	 * @param limit the number of rows, at least 1
	 * @return a search with this limit
	 */
	public AsyncSearch<R> limit(int limit) {
		return refined((before) -> before.limit(limit));
	}

	/**
	 * Passes over the best rows, for paging; 0 by default.
	 * @param offset the number of rows, at least 0
	 * @return a search with this offset
	 */
	public AsyncSearch<R> offset(int offset) {
		return refined((before) -> before.offset(offset));
	}

	/**
	 * Chooses how the two sides of a hybrid search are joined; reciprocal rank fusion by
	 * default.
	 * @param reranker the reranker
	 * @return a search with this reranker
	 */
	public AsyncSearch<R> rerank(Reranker reranker) {
		return refined((before) -> before.rerank(reranker));
	}

	/**
	 * Reads only some columns.
	 * @param columns the names of the columns
	 * @return a search that reads these columns
	 */
	public AsyncSearch<R> select(String... columns) {
		String[] names = Objects.requireNonNull(columns, "columns").clone();
		return refined((before) -> before.select(names));
	}

	/**
	 * Reads the id of the row, too, as the column {@code _rowid} of maps and of Arrow.
	 * @return a search that reads row ids
	 */
	public AsyncSearch<R> withRowId() {
		return refined(Search::withRowId);
	}

	/**
	 * Runs the search.
	 * @return completes with the rows with their scores, best first; for a scan in the
	 * order of adding, with score 0
	 */
	public CompletableFuture<List<Hit<R>>> hits() {
		return AsyncRun.call(() -> this.search.get().hits());
	}

	/**
	 * Runs the search, and copies its rows into Arrow vectors.
	 * @param allocator gives the memory
	 * @return completes with the rows, to be closed by the caller
	 */
	public CompletableFuture<VectorSchemaRoot> toArrow(BufferAllocator allocator) {
		return AsyncRun.call(() -> this.search.get().toArrow(allocator));
	}

	/**
	 * Runs the search, and writes its rows in the Arrow IPC file format.
	 * @param stream where to write; not closed
	 * @return completes when everything is written
	 */
	public CompletableFuture<Void> writeArrow(OutputStream stream) {
		return AsyncRun.call(() -> {
			this.search.get().writeArrow(stream);
			return null;
		});
	}

	/**
	 * Runs the search.
	 * @return completes with the rows of {@link #hits()}
	 */
	public CompletableFuture<List<R>> rows() {
		return AsyncRun.call(() -> this.search.get().rows());
	}

}
