package io.fletch.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link MergeInsert} whose methods do not wait, as in {@link AsyncDatabase}.
 *
 * @param <R> the type of the rows
 */
public final class AsyncMergeInsert<R> {

	private final MergeInsert<R> mergeInsert;

	AsyncMergeInsert(MergeInsert<R> mergeInsert) {
		this.mergeInsert = mergeInsert;
	}

	/**
	 * Replaces every row whose key a source row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenMatchedUpdateAll() {
		return new AsyncMergeInsert<>(this.mergeInsert.whenMatchedUpdateAll());
	}

	/**
	 * Adds the source rows whose key no row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedInsertAll() {
		return new AsyncMergeInsert<>(this.mergeInsert.whenNotMatchedInsertAll());
	}

	/**
	 * Runs the merge-insert.
	 * @param source the source rows
	 * @return completes with the version made, and how many rows were inserted and
	 * updated
	 */
	public CompletableFuture<WriteResult> execute(List<R> source) {
		return AsyncRun.call(() -> this.mergeInsert.execute(source));
	}

}
