package io.fletch.store;

import java.util.List;
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
	 * Adds fields to a column of structs, or to a struct inside, null in the rows that
	 * are there.
	 * @param parent the path of the struct
	 * @param fields the fields, nullable
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> add(String parent, Field... fields) {
		return AsyncRun.call(() -> this.columns.add(parent, fields));
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
	 * Returns the columns of vectors that embedding functions fill.
	 * @return completes with source, column and function of each
	 */
	public CompletableFuture<List<EmbeddingColumn>> embeddings() {
		return AsyncRun.call(this.columns::embeddings);
	}

	/**
	 * Makes all vectors of a column anew.
	 * @param column the name of a column whose vectors are made of another
	 * @param function the name of the function that makes them from now on
	 * @return completes with what was done; what was made is kept if it is cancelled
	 */
	public CompletableFuture<ReembedResult> reembed(String column, String function) {
		return AsyncRun.call(() -> this.columns.reembed(column, function));
	}

	/**
	 * Makes all vectors of a column anew.
	 * @param column the name of a column whose vectors are made of another
	 * @param function the name of the function that makes them from now on
	 * @param progress is told how far it is
	 * @return completes with what was done; what was made is kept if it is cancelled
	 */
	public CompletableFuture<ReembedResult> reembed(String column, String function, ReembedProgress progress) {
		return AsyncRun.call(() -> this.columns.reembed(column, function, progress));
	}

	/**
	 * Makes a column the primary key, by which a merge-insert without keys matches rows.
	 * @param column the name of a column
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> setPrimaryKey(String column) {
		return AsyncRun.call(() -> this.columns.setPrimaryKey(column));
	}

	/**
	 * Adds the columns of other rows by key, as a left join.
	 * @param rows the source rows
	 * @param on the name of the key, in the table and in the source
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> join(RowSource rows, String on) {
		return AsyncRun.call(() -> this.columns.join(rows, on));
	}

	/**
	 * Adds the columns of other rows by key, as a left join.
	 * @param rows the source rows
	 * @param leftOn the name of the key in the table
	 * @param rightOn the name of the key in the source, which is not added
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> join(RowSource rows, String leftOn, String rightOn) {
		return AsyncRun.call(() -> this.columns.join(rows, leftOn, rightOn));
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

	/**
	 * Sets entries of several fields' metadata in one version; the others stay.
	 * @param entries the entries of each field by its path; a null value deletes one
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> updateMetadata(
			Map<String, ? extends Map<String, ? extends @Nullable String>> entries) {
		return AsyncRun.call(() -> this.columns.updateMetadata(entries));
	}

	/**
	 * Replaces several fields' metadata in one version.
	 * @param entries all entries of each field from now on, by its path
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> replaceMetadata(Map<String, ? extends Map<String, String>> entries) {
		return AsyncRun.call(() -> this.columns.replaceMetadata(entries));
	}

}
