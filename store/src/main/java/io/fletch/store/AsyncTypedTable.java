package io.fletch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Expression;

/**
 * A {@link TypedTable} whose methods do not wait, as in {@link AsyncTable}.
 *
 * @param <R> the type of the records
 */
public final class AsyncTypedTable<R extends Record> extends AsyncReadableTable<R> {

	private final TypedTable<R> typedTable;

	AsyncTypedTable(TypedTable<R> typedTable) {
		super(typedTable);
		this.typedTable = typedTable;
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
	 * @param where a condition, for example {@code Expression.column("year").lt(2020)}
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(Expression where) {
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
