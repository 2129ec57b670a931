package io.fletch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.text.TextQuery;

/**
 * A {@link TypedTable} whose methods do not wait, as in {@link AsyncTable}.
 *
 * @param <R> the type of the records
 */
public final class AsyncTypedTable<R extends Record> {

	private final TypedTable<R> typedTable;

	AsyncTypedTable(TypedTable<R> typedTable) {
		this.typedTable = typedTable;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public String name() {
		return this.typedTable.name();
	}

	/**
	 * Returns the primary key, by which a merge-insert without keys matches rows.
	 * @return completes with the name of the column, or {@code null} if the table has
	 * none
	 */
	public CompletableFuture<@Nullable String> primaryKey() {
		return AsyncRun.call(() -> this.typedTable.primaryKey());
	}

	/**
	 * Returns the number of the latest version.
	 * @return completes with the version, from 1
	 */
	public CompletableFuture<Long> version() {
		return AsyncRun.call(() -> this.typedTable.version());
	}

	/**
	 * Returns the number of rows.
	 * @return completes with the number of rows
	 */
	public CompletableFuture<Long> countRows() {
		return AsyncRun.call(() -> this.typedTable.countRows());
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return completes with the number of rows
	 */
	public CompletableFuture<Long> countRows(String where, Map<String, ? extends @Nullable Object> parameters) {
		return AsyncRun.call(() -> this.typedTable.countRows(where, parameters));
	}

	/**
	 * Adds rows, all or none.
	 * @param rows the rows
	 * @return completes with the version made and the number of rows; without rows the
	 * present version
	 */
	public CompletableFuture<WriteResult> add(List<R> rows) {
		return AsyncRun.call(() -> this.typedTable.add(rows));
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory.
	 * @param rows the rows
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<AddResult> add(RowSource rows) {
		return AsyncRun.call(() -> this.typedTable.add(rows));
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory.
	 * @param rows the rows
	 * @param options how they are added
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<AddResult> add(RowSource rows, AddOptions options) {
		return AsyncRun.call(() -> this.typedTable.add(rows, options));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL; {@code true} for all rows
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(String where) {
		return AsyncRun.call(() -> this.typedTable.delete(where));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters, for example {@code id = :id}
	 * @param parameters the values of the parameters
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(String where, Map<String, ? extends @Nullable Object> parameters) {
		return AsyncRun.call(() -> this.typedTable.delete(where, parameters));
	}

	/**
	 * Begins an update.
	 * @return the update, of all rows, without new values
	 */
	public AsyncUpdate update() {
		return new AsyncUpdate(() -> this.typedTable.update());
	}

	/**
	 * Begins a merge-insert, which updates, inserts and deletes rows by key.
	 * @param keys the columns by which source rows and rows of the table are matched;
	 * none for the primary key
	 * @return the merge-insert, without clauses
	 */
	public AsyncMergeInsert<R> mergeInsert(String... keys) {
		String[] names = Objects.requireNonNull(keys, "keys").clone();
		return new AsyncMergeInsert<>(() -> this.typedTable.mergeInsert(names));
	}

	/**
	 * Reads rows in the order of adding, all of them by default.
	 * @return the search
	 */
	public AsyncSearch<R> scan() {
		return new AsyncSearch<>(this.typedTable.scan());
	}

	/**
	 * Searches by a question: by its vector and its words where the table has both.
	 * @param text the question
	 * @return the search
	 */
	public AsyncSearch<R> search(String text) {
		return new AsyncSearch<>(this.typedTable.search(text));
	}

	/**
	 * Searches by words. Limit 10 by default.
	 * @param query what is asked of the text columns
	 * @return the search
	 */
	public AsyncSearch<R> search(TextQuery query) {
		return new AsyncSearch<>(this.typedTable.search(query));
	}

	/**
	 * Searches the nearest vectors.
	 * @param vector a vector of the length that the table's have
	 * @return the search
	 */
	public AsyncSearch<R> search(float[] vector) {
		return new AsyncSearch<>(this.typedTable.search(vector));
	}

	/**
	 * Reads the first rows in the order of adding.
	 * @param count how many at most, at least 1
	 * @return completes with the rows
	 */
	public CompletableFuture<List<R>> head(int count) {
		return AsyncRun.call(() -> this.typedTable.head(count));
	}

	/**
	 * Chooses rows by their ids.
	 * @param ids the ids
	 * @return what reads the rows
	 */
	public AsyncTake<R> takeRowIds(long... ids) {
		return new AsyncTake<>(this.typedTable.takeRowIds(ids));
	}

	/**
	 * Chooses rows by how many stand before them in the order of adding.
	 * @param offsets the offsets, from 0
	 * @return what reads the rows
	 */
	public AsyncTake<R> takeOffsets(long... offsets) {
		return new AsyncTake<>(this.typedTable.takeOffsets(offsets));
	}

	/**
	 * Returns the alias of the function that fills vectors and embeds questions.
	 * @return completes with the alias, or {@code null} if the table has no such function
	 */
	public CompletableFuture<@Nullable String> embeddingFunction() {
		return AsyncRun.call(() -> this.typedTable.embeddingFunction());
	}

	/**
	 * Opens an older version for reading.
	 * @param version the number of the version
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTypedTable<R>> checkout(long version) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.typedTable.checkout(version)));
	}

	/**
	 * Opens a tagged version for reading.
	 * @param tag the name of the tag
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTypedTable<R>> checkout(String tag) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.typedTable.checkout(tag)));
	}

	/**
	 * Opens the version that was the latest at some time.
	 * @param time the time
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTypedTable<R>> checkout(Instant time) {
		return AsyncRun.call(() -> new AsyncTypedTable<>(this.typedTable.checkout(time)));
	}

	/**
	 * Tells whether an older version is checked out.
	 * @return whether this reads one version for ever and refuses writes
	 */
	public boolean isCheckedOut() {
		return this.typedTable.isCheckedOut();
	}

	/**
	 * Tells whether this can be used.
	 * @return whether neither this nor the database was closed
	 */
	public boolean isOpen() {
		return this.typedTable.isOpen();
	}

	/**
	 * Closes this handle, not the table for others.
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> close() {
		return AsyncRun.run(() -> this.typedTable.close());
	}

	/**
	 * Returns the same table with rows as maps.
	 * @return the table
	 */
	public AsyncTable untyped() {
		return new AsyncTable(this.typedTable.untyped());
	}

}
