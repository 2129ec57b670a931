package io.fletch.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A {@link MergeInsert} whose methods do not wait, as in {@link AsyncTable}. What a
 * clause would throw the future of {@link #execute(List)} does.
 *
 * @param <R> the type of the rows
 */
public final class AsyncMergeInsert<R> {

	private final Supplier<MergeInsert<R>> mergeInsert;

	AsyncMergeInsert(Supplier<MergeInsert<R>> mergeInsert) {
		this.mergeInsert = mergeInsert;
	}

	/**
	 * Replaces every row whose key a source row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenMatchedUpdateAll() {
		return refined(MergeInsert::whenMatchedUpdateAll);
	}

	/**
	 * Adds the source rows whose key no row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedInsertAll() {
		return refined(MergeInsert::whenNotMatchedInsertAll);
	}

	private AsyncMergeInsert<R> refined(UnaryOperator<MergeInsert<R>> clause) {
		return new AsyncMergeInsert<>(() -> clause.apply(this.mergeInsert.get()));
	}

	/**
	 * Runs the merge-insert.
	 * @param source the source rows
	 * @return completes with the version made, and how many rows were inserted and
	 * updated
	 */
	public CompletableFuture<WriteResult> execute(List<R> source) {
		return AsyncRun.call(() -> this.mergeInsert.get().execute(source));
	}

}
