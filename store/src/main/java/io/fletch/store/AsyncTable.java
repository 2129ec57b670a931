package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * A {@link Table} whose methods do not wait, as in {@link AsyncDatabase}.
 */
public final class AsyncTable {

	private final Table table;

	AsyncTable(Table table) {
		this.table = table;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public String name() {
		return this.table.name();
	}

	/**
	 * Returns the schema.
	 * @return the Arrow schema
	 */
	public Schema schema() {
		return this.table.schema();
	}

	/**
	 * Returns the number of the latest version.
	 * @return completes with the version, from 1
	 */
	public CompletableFuture<Long> version() {
		return AsyncRun.call(() -> this.table.version());
	}

	/**
	 * Returns the number of rows.
	 * @return completes with the number of rows
	 */
	public CompletableFuture<Long> countRows() {
		return AsyncRun.call(() -> this.table.countRows());
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return completes with the number of rows
	 */
	public CompletableFuture<Long> countRows(String where, Map<String, ? extends @Nullable Object> parameters) {
		return AsyncRun.call(() -> this.table.countRows(where, parameters));
	}

	/**
	 * Adds rows, all or none.
	 * @param rows the rows by column name
	 * @return completes with the version made and the number of rows; without rows the
	 * present version
	 */
	public CompletableFuture<WriteResult> add(List<? extends Map<String, ? extends @Nullable Object>> rows) {
		return AsyncRun.call(() -> this.table.add(rows));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(String where, Map<String, ? extends @Nullable Object> parameters) {
		return AsyncRun.call(() -> this.table.delete(where, parameters));
	}

	/**
	 * Begins a merge-insert.
	 * @param keys the columns by which source rows and rows of the table are matched
	 * @return the merge-insert, without clauses
	 * @throws InvalidInputException if a key is not a column
	 */
	public AsyncMergeInsert<Map<String, @Nullable Object>> mergeInsert(String... keys) {
		return new AsyncMergeInsert<>(this.table.mergeInsert(keys));
	}

	/**
	 * Reads rows in the order of adding, all of them by default.
	 * @return the search
	 */
	public AsyncSearch<Map<String, @Nullable Object>> scan() {
		return new AsyncSearch<>(this.table.scan());
	}

	/**
	 * Searches by a question: by its vector and its words where the table has both.
	 * @param text the question
	 * @return the search
	 */
	public AsyncSearch<Map<String, @Nullable Object>> search(String text) {
		return new AsyncSearch<>(this.table.search(text));
	}

	/**
	 * Searches the nearest vectors.
	 * @param vector a vector of the length that the table's have
	 * @return the search
	 */
	public AsyncSearch<Map<String, @Nullable Object>> search(float[] vector) {
		return new AsyncSearch<>(this.table.search(vector));
	}

}
