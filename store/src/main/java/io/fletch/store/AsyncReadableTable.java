package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.ImageSource;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * What can be read of a table without waiting, whatever its rows are made into.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class AsyncReadableTable<R> permits AsyncTable, AsyncTypedTable {

	private final ReadableTable<R> table;

	AsyncReadableTable(ReadableTable<R> table) {
		this.table = table;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public final String name() {
		return this.table.name();
	}

	/**
	 * Returns what tells this table from every other, of whichever name, namespace,
	 * database and time.
	 * @return the identity of the table
	 */
	public final UUID identity() {
		return this.table.identity();
	}

	/**
	 * Returns the number of the version that this reads: the latest, unless one is
	 * checked out.
	 * @return completes with the version, from 1
	 */
	public final CompletableFuture<Long> version() {
		return AsyncRun.call(() -> this.table.version());
	}

	/**
	 * Returns the number of rows.
	 * @return completes with the number of rows
	 */
	public final CompletableFuture<Long> countRows() {
		return AsyncRun.call(() -> this.table.countRows());
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL
	 * @return completes with the number of rows
	 */
	public final CompletableFuture<Long> countRows(String where) {
		return AsyncRun.call(() -> this.table.countRows(where));
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition
	 * @return completes with the number of rows
	 */
	public final CompletableFuture<Long> countRows(Expression where) {
		return AsyncRun.call(() -> this.table.countRows(where));
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return completes with the number of rows
	 */
	public final CompletableFuture<Long> countRows(String where, Map<String, ? extends @Nullable Object> parameters) {
		return AsyncRun.call(() -> this.table.countRows(where, parameters));
	}

	/**
	 * Returns the primary key, by which a merge-insert without keys matches rows.
	 * @return completes with the name of the column, or {@code null} if the table has
	 * none
	 */
	public final CompletableFuture<@Nullable String> primaryKey() {
		return AsyncRun.call(() -> this.table.primaryKey());
	}

	/**
	 * Reads rows in the order of adding, all of them by default.
	 * @return the search
	 */
	public final AsyncSearch<R> scan() {
		return new AsyncSearch<>(this.table.scan());
	}

	/**
	 * Searches by a question: by its vector and its words where the table has both.
	 * @param text the question
	 * @return the search
	 */
	public final AsyncSearch<R> search(String text) {
		return new AsyncSearch<>(this.table.search(text));
	}

	/**
	 * Searches by words. Limit 10 by default.
	 * @param query what is asked of the text columns
	 * @return the search
	 */
	public final AsyncSearch<R> search(TextQuery query) {
		return new AsyncSearch<>(this.table.search(query));
	}

	/**
	 * Searches the nearest vectors.
	 * @param vector a vector of the length that the table's have
	 * @return the search
	 */
	public final AsyncSearch<R> search(float[] vector) {
		return new AsyncSearch<>(this.table.search(vector));
	}

	/**
	 * Searches the nearest vectors.
	 * @param vector a vector of the length that the table's have; its elements are taken
	 * as float32
	 * @return the search
	 */
	public final AsyncSearch<R> search(double[] vector) {
		return new AsyncSearch<>(this.table.search(vector));
	}

	/**
	 * Searches for the rows whose vectors are nearest to one of bytes.
	 * @param vector the bytes
	 * @return the search
	 */
	public final AsyncSearch<R> search(byte[] vector) {
		return new AsyncSearch<>(this.table.search(vector));
	}

	/**
	 * Searches by a picture.
	 * @param picture the picture
	 * @return the search
	 */
	public final AsyncSearch<R> search(ImageSource picture) {
		return new AsyncSearch<>(this.table.search(picture));
	}

	/**
	 * Searches for the rows whose vectors are nearest to each of several; where rows have
	 * several vectors each, it is one query.
	 * @param vectors the vectors, at least one
	 * @return the search
	 */
	public final AsyncSearch<R> search(List<float[]> vectors) {
		return new AsyncSearch<>(this.table.search(vectors));
	}

	/**
	 * Reads the first rows in the order of adding.
	 * @param count how many at most, at least 1
	 * @return completes with the rows
	 */
	public final CompletableFuture<List<R>> head(int count) {
		return AsyncRun.call(() -> this.table.head(count));
	}

	/**
	 * Chooses rows by their ids.
	 * @param ids the ids
	 * @return what reads the rows
	 */
	public final AsyncTake<R> takeRowIds(long... ids) {
		return new AsyncTake<>(this.table.takeRowIds(ids));
	}

	/**
	 * Chooses rows by how many stand before them in the order of adding.
	 * @param offsets the offsets, from 0
	 * @return what reads the rows
	 */
	public final AsyncTake<R> takeOffsets(long... offsets) {
		return new AsyncTake<>(this.table.takeOffsets(offsets));
	}

	/**
	 * Tells whether an older version is checked out.
	 * @return whether this reads one version for ever and refuses writes
	 */
	public final boolean isCheckedOut() {
		return this.table.isCheckedOut();
	}

	/**
	 * Returns what joins the two sides of a hybrid search that names no reranker.
	 * @return the reranker that the database was opened with; empty for reciprocal rank
	 * fusion
	 */
	public final Optional<Reranker> reranker() {
		return this.table.reranker();
	}

	/**
	 * Tells whether this can be used.
	 * @return whether neither this nor the database was closed
	 */
	public final boolean isOpen() {
		return this.table.isOpen();
	}

	/**
	 * Tells whether this can go on, or must be opened anew.
	 * @return completes with whether this is open, the table was neither dropped nor
	 * renamed, and no commit left it behind with an unknown outcome
	 */
	public final CompletableFuture<Boolean> isUsable() {
		return AsyncRun.call(this.table::isUsable);
	}

}
