package io.fletch.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.ingest.BadVectors;

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

	private AsyncMergeInsert<R> refined(UnaryOperator<MergeInsert<R>> clause) {
		return new AsyncMergeInsert<>(() -> clause.apply(this.mergeInsert.get()));
	}

	/**
	 * Updates every row whose key a source row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenMatchedUpdateAll() {
		return refined(MergeInsert::whenMatchedUpdateAll);
	}

	/**
	 * Updates the rows whose key a source row has, if both satisfy a condition.
	 * @param condition a condition in SQL on the columns {@code target.x} of the table
	 * and {@code source.x} of the source rows
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenMatchedUpdateAll(String condition) {
		return refined((before) -> before.whenMatchedUpdateAll(condition));
	}

	/**
	 * Updates the rows whose key a source row has, if both satisfy a condition.
	 * @param condition a condition in SQL with named parameters, on the columns
	 * {@code target.x} of the table and {@code source.x} of the source rows
	 * @param parameters the values of the parameters
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenMatchedUpdateAll(String condition,
			Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.whenMatchedUpdateAll(condition, values));
	}

	/**
	 * Inserts the source rows whose key no row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedInsertAll() {
		return refined(MergeInsert::whenNotMatchedInsertAll);
	}

	/**
	 * Deletes every row whose key no source row has.
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedBySourceDelete() {
		return refined(MergeInsert::whenNotMatchedBySourceDelete);
	}

	/**
	 * Deletes the rows whose key no source row has, if they satisfy a condition.
	 * @param condition a condition in SQL on the columns of the table
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedBySourceDelete(String condition) {
		return refined((before) -> before.whenNotMatchedBySourceDelete(condition));
	}

	/**
	 * Deletes the rows whose key no source row has, if they satisfy a condition.
	 * @param condition a condition in SQL with named parameters on the columns of the
	 * table
	 * @param parameters the values of the parameters
	 * @return a merge-insert with this clause
	 */
	public AsyncMergeInsert<R> whenNotMatchedBySourceDelete(String condition,
			Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.whenNotMatchedBySourceDelete(condition, values));
	}

	/**
	 * Limits the time.
	 * @param limit how long it may take; with zero it fails at once
	 * @return a merge-insert with this limit
	 */
	public AsyncMergeInsert<R> timeout(Duration limit) {
		return refined((before) -> before.timeout(limit));
	}

	/**
	 * Sets what happens to source rows with bad vectors, which are an error unless this
	 * is called.
	 * @param policy what happens to them
	 * @param fillValue the value for {@link BadVectors#FILL}
	 * @return a merge-insert that does so
	 */
	public AsyncMergeInsert<R> badVectors(BadVectors policy, float fillValue) {
		return refined((before) -> before.badVectors(policy, fillValue));
	}

	/**
	 * Runs the merge-insert.
	 * @param source the source rows
	 * @return completes with the version made, and how many rows were inserted, updated
	 * and deleted
	 */
	public CompletableFuture<WriteResult> execute(List<R> source) {
		return AsyncRun.call(() -> this.mergeInsert.get().execute(source));
	}

	/**
	 * Runs the merge-insert with rows of any kind.
	 * @param source the source rows
	 * @return completes with the version made, and how many rows were inserted, updated
	 * and deleted
	 */
	public CompletableFuture<WriteResult> execute(RowSource source) {
		return AsyncRun.call(() -> this.mergeInsert.get().execute(source));
	}

}
