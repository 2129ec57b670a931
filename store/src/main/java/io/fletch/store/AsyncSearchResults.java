package io.fletch.store;

import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Facet;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.QueryPlan;

/**
 * What an {@link AsyncSearch} gives. Every method runs the search anew.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class AsyncSearchResults<R> permits AsyncSearch {

	final Supplier<Search<R>> search;

	AsyncSearchResults(Supplier<Search<R>> search) {
		this.search = search;
	}

	/**
	 * Does what {@link Search#hitsByQuery()} does.
	 * @return completes with the rows of each vector
	 */
	public final CompletableFuture<List<List<Hit<R>>>> hitsByQuery() {
		return AsyncRun.call(() -> this.search.get().hitsByQuery());
	}

	/**
	 * Does what {@link Search#page()} does.
	 * @return completes with one page
	 */
	public final CompletableFuture<HitPage<R>> page() {
		return AsyncRun.call(() -> this.search.get().page());
	}

	/**
	 * Does what {@link Search#explain()} does.
	 * @return completes with the plan
	 */
	public final CompletableFuture<QueryPlan> explain() {
		return AsyncRun.call(() -> this.search.get().explain());
	}

	/**
	 * Does what {@link Search#analyze()} does.
	 * @return completes with the plan, with rows and times
	 */
	public final CompletableFuture<QueryPlan> analyze() {
		return AsyncRun.call(() -> this.search.get().analyze());
	}

	/**
	 * Does what {@link Search#outputSchema()} does.
	 * @return completes with the columns of Arrow results
	 */
	public final CompletableFuture<Schema> outputSchema() {
		return AsyncRun.call(() -> this.search.get().outputSchema());
	}

	/**
	 * Gives the rows of a scan one after the other, as {@link Search#stream}.
	 * @return completes with the rows; to be closed
	 */
	public final CompletableFuture<Stream<Hit<R>>> stream() {
		return AsyncRun.call(() -> this.search.get().stream());
	}

	/**
	 * Counts values, as {@link Search#facets}.
	 * @param column the column
	 * @param limit how many values to return at most
	 * @return completes with the values with the most rows first
	 */
	public final CompletableFuture<List<Facet>> facets(String column, int limit) {
		return AsyncRun.call(() -> this.search.get().facets(column, limit));
	}

	/**
	 * Finds values, as {@link Search#distinct}.
	 * @param column the column
	 * @return completes with each value once
	 */
	public final CompletableFuture<List<@Nullable Object>> distinct(String column) {
		return AsyncRun.call(() -> this.search.get().distinct(column));
	}

	/**
	 * Runs the search.
	 * @return completes with the rows with their scores, best first; for a scan in the
	 * order of adding, with score 0
	 */
	public final CompletableFuture<List<Hit<R>>> hits() {
		return AsyncRun.call(() -> this.search.get().hits());
	}

	/**
	 * Runs the search, and copies its rows into Arrow vectors.
	 * @param allocator gives the memory
	 * @return completes with the rows, to be closed by the caller
	 */
	public final CompletableFuture<VectorSchemaRoot> toArrow(BufferAllocator allocator) {
		return AsyncRun.call(() -> this.search.get().toArrow(allocator));
	}

	/**
	 * Gives the rows as Arrow record batches, as {@link Search#toBatches}.
	 * @param allocator gives the memory
	 * @param maxRows how many rows a batch has at most, at least 1
	 * @return completes with the rows, to be closed by the caller
	 */
	public final CompletableFuture<ArrowReader> toBatches(BufferAllocator allocator, int maxRows) {
		return AsyncRun.call(() -> this.search.get().toBatches(allocator, maxRows));
	}

	/**
	 * Runs the search, and writes its rows in the Arrow IPC file format.
	 * @param stream where to write; not closed
	 * @return completes when everything is written
	 */
	public final CompletableFuture<Void> writeArrow(OutputStream stream) {
		return AsyncRun.call(() -> {
			this.search.get().writeArrow(stream);
			return null;
		});
	}

	/**
	 * Runs the search.
	 * @return completes with the rows of {@link #hits()}
	 */
	public final CompletableFuture<List<R>> rows() {
		return AsyncRun.call(() -> this.search.get().rows());
	}

}
