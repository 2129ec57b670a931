package io.fletch.store;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * {@link Columns} whose methods do not wait, as in {@link AsyncTable}.
 */
public final class AsyncColumns {

	private final Columns columns;

	AsyncColumns(Columns columns) {
		this.columns = columns;
	}

	/**
	 * Adds columns whose values are null.
	 * @param fields the columns; nullable, unless the table is empty
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> add(Field... fields) {
		return AsyncRun.call(() -> this.columns.add(fields));
	}

	/**
	 * Adds columns whose values expressions give, for the rows that are there.
	 * @param expressions expressions in SQL by the name of the new column
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> add(Map<String, String> expressions) {
		return AsyncRun.call(() -> this.columns.add(expressions));
	}

	/**
	 * Adds columns that are computed by {@link #refresh(String)}, null until then.
	 * @param expressions expressions in SQL by the name of the new column
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> addComputed(Map<String, String> expressions) {
		return AsyncRun.call(() -> this.columns.addComputed(expressions));
	}

	/**
	 * Computes the values that a computed column lacks.
	 * @param column the name of the column
	 * @return completes with the new version and how many rows were filled, as updated
	 * ones; the present version if none lacked a value
	 */
	public CompletableFuture<WriteResult> refresh(String column) {
		return AsyncRun.call(() -> this.columns.refresh(column));
	}

	/**
	 * Renames columns, or changes their types or whether they may be null, all or none.
	 * @param alterations what to change
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> alter(ColumnAlteration... alterations) {
		return AsyncRun.call(() -> this.columns.alter(alterations));
	}

	/**
	 * Drops columns. Older versions keep them.
	 * @param paths the names of columns, or paths of fields inside columns
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> drop(String... paths) {
		return AsyncRun.call(() -> this.columns.drop(paths));
	}

	/**
	 * Sets entries of a field's metadata; the others stay.
	 * @param path the field
	 * @param entries the entries; a null value deletes one
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> updateMetadata(String path, Map<String, ? extends @Nullable String> entries) {
		return AsyncRun.call(() -> this.columns.updateMetadata(path, entries));
	}

	/**
	 * Replaces a field's metadata.
	 * @param path the field
	 * @param entries all entries from now on
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> replaceMetadata(String path, Map<String, String> entries) {
		return AsyncRun.call(() -> this.columns.replaceMetadata(path, entries));
	}

}
