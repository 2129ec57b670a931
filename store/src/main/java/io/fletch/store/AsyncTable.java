package io.fletch.store;

import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.query.Expression;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VerificationReport;
import io.fletch.store.version.VersionDiff;

/**
 * A {@link Table} whose methods do not wait, as in {@link AsyncDatabase}. The rule: what
 * reads or writes files, or waits for somebody who does, gives a future. The rest returns
 * at once: what the object knows ({@code name}, {@code namespace}, {@code id},
 * {@code uri}, {@code branch}, {@code reranker}, {@code isOpen}, {@code isCheckedOut}),
 * views of it ({@code tags}, {@code branches}, {@code columns}, {@code checkoutLatest}),
 * {@code onChange}, and what only describes a search or a write to come, whose mistakes
 * come out when that runs.
 */
public final class AsyncTable extends AsyncReadableTable<Map<String, @Nullable Object>> {

	private final Table table;

	AsyncTable(Table table) {
		super(table);
		this.table = table;
	}

	Table table() {
		return this.table;
	}

	/**
	 * Returns the namespace that the table is in.
	 * @return the names from the root of the database down; empty for the root
	 */
	public List<String> namespace() {
		return this.table.namespace();
	}

	/**
	 * Returns what names the table in the whole database.
	 * @return the names of the namespace and the name of the table, with {@code $}
	 * between them
	 */
	public String id() {
		return this.table.id();
	}

	/**
	 * Returns where the table is.
	 * @return the path of its folder, or {@code memory:} and the name of its folder in a
	 * database in memory
	 */
	public String uri() {
		return this.table.uri();
	}

	/**
	 * Returns the branch of the table that this reads.
	 * @return the name of the branch, or {@code null} if this is the table itself
	 */
	public @Nullable String branch() {
		return this.table.branch();
	}

	/**
	 * Returns the schema.
	 * @return completes with the Arrow schema
	 */
	public CompletableFuture<Schema> schema() {
		return AsyncRun.call(() -> this.table.schema());
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
	 * Adds the rows of a source, all or none, in bounded memory.
	 * @param rows the rows
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<AddResult> add(RowSource rows) {
		return AsyncRun.call(() -> this.table.add(rows));
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory.
	 * @param rows the rows
	 * @param options how they are added
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<AddResult> add(RowSource rows, AddOptions options) {
		return AsyncRun.call(() -> this.table.add(rows, options));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL; {@code true} for all rows
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(String where) {
		return AsyncRun.call(() -> this.table.delete(where));
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition, for example {@code Expression.column("year").lt(2020)}
	 * @return completes with the version made and the number of rows
	 */
	public CompletableFuture<WriteResult> delete(Expression where) {
		return AsyncRun.call(() -> this.table.delete(where));
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
	 * Begins an update.
	 * @return the update, of all rows, without new values
	 */
	public AsyncUpdate update() {
		return new AsyncUpdate(() -> this.table.update());
	}

	/**
	 * Begins a merge-insert, which updates, inserts and deletes rows by key.
	 * @param keys the columns by which source rows and rows of the table are matched;
	 * none for the primary key
	 * @return the merge-insert, without clauses
	 */
	public AsyncMergeInsert<Map<String, @Nullable Object>> mergeInsert(String... keys) {
		String[] names = Objects.requireNonNull(keys, "keys").clone();
		return new AsyncMergeInsert<>(() -> this.table.mergeInsert(names));
	}

	/**
	 * Returns the names of the columns that hold blobs.
	 * @return completes with the names in the order of the columns
	 */
	public CompletableFuture<List<String>> blobColumns() {
		return AsyncRun.call(() -> this.table.blobColumns());
	}

	/**
	 * Finds a blob, which is read only when it is asked for its bytes.
	 * @param column the name of a column of blobs
	 * @param rowId the id of a row
	 * @return completes with the blob; empty if it is null, or the table has no such row
	 */
	public CompletableFuture<Optional<Blob>> blob(String column, long rowId) {
		return AsyncRun.call(() -> this.table.blob(column, rowId));
	}

	/**
	 * Copies all rows into Arrow vectors.
	 * @param allocator gives the memory
	 * @return completes with the rows, to be closed by the caller
	 */
	public CompletableFuture<VectorSchemaRoot> toArrow(BufferAllocator allocator) {
		return AsyncRun.call(() -> this.table.toArrow(allocator));
	}

	/**
	 * Reads all rows as Arrow record batches, one in memory at a time.
	 * @param allocator gives the memory
	 * @return completes with the rows, to be closed by the caller; to read a batch may
	 * wait
	 */
	public CompletableFuture<ArrowReader> arrowReader(BufferAllocator allocator) {
		return AsyncRun.call(() -> this.table.arrowReader(allocator));
	}

	/**
	 * Writes all rows in the Arrow IPC file format.
	 * @param stream where to write; not closed
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> writeArrow(OutputStream stream) {
		return AsyncRun.call(() -> {
			this.table.writeArrow(stream);
			return null;
		});
	}

	/**
	 * Lists the versions that can be read.
	 * @return completes with the versions, oldest first
	 */
	public CompletableFuture<List<TableVersion>> versions() {
		return AsyncRun.call(() -> this.table.versions());
	}

	/**
	 * Opens an older version for reading.
	 * @param version the number of the version
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTable> checkout(long version) {
		return AsyncRun.call(() -> new AsyncTable(this.table.checkout(version)));
	}

	/**
	 * Opens a tagged version for reading.
	 * @param tag the name of the tag
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTable> checkout(String tag) {
		return AsyncRun.call(() -> new AsyncTable(this.table.checkout(tag)));
	}

	/**
	 * Opens the version that was the latest at some time.
	 * @param time the time
	 * @return completes with the table as it was
	 */
	public CompletableFuture<AsyncTable> checkout(Instant time) {
		return AsyncRun.call(() -> new AsyncTable(this.table.checkout(time)));
	}

	/**
	 * Opens the latest version, which follows every write.
	 * @return the table itself
	 */
	public AsyncTable checkoutLatest() {
		return new AsyncTable(this.table.checkoutLatest());
	}

	/**
	 * Makes the table what it is in the version that is checked out, as a new version.
	 * @return completes with the new version; with the latest one if that is checked out
	 */
	public CompletableFuture<Long> restore() {
		return AsyncRun.call(() -> this.table.restore());
	}

	/**
	 * Makes the table what it was in a version, as a new version.
	 * @param version the number of the version
	 * @return completes with the new version; with the latest one if that is meant
	 */
	public CompletableFuture<Long> restore(long version) {
		return AsyncRun.call(() -> this.table.restore(version));
	}

	/**
	 * Makes the table what it was in a version, as a new version, unless somebody changed
	 * it meanwhile.
	 * @param version the number of the version
	 * @param expectedLatest the version that is taken for the latest
	 * @return completes with the new version; with the latest one if that is meant; with
	 * a {@link io.fletch.store.error.ConflictException} if another version is the latest
	 */
	public CompletableFuture<Long> restore(long version, long expectedLatest) {
		return AsyncRun.call(() -> this.table.restore(version, expectedLatest));
	}

	/**
	 * Makes the table what it was in a tagged version, as a new version.
	 * @param tag the name of the tag
	 * @return completes with the new version
	 */
	public CompletableFuture<Long> restore(String tag) {
		return AsyncRun.call(() -> this.table.restore(tag));
	}

	/**
	 * Compares the rows of two versions.
	 * @param from the one version
	 * @param to the other version
	 * @return completes with what the step from one to the other inserts, updates and
	 * deletes, by row id
	 */
	public CompletableFuture<VersionDiff> diff(long from, long to) {
		return AsyncRun.call(() -> this.table.diff(from, to));
	}

	/**
	 * Returns the tags of the table.
	 * @return the tags
	 */
	public AsyncTags tags() {
		return new AsyncTags(this.table.tags());
	}

	/**
	 * Returns what creates, lists and drops the indexes of the table.
	 * @return the indexes
	 */
	public AsyncIndexes indexes() {
		return new AsyncIndexes(this.table.indexes());
	}

	/**
	 * Returns the branches of the table.
	 * @return the branches
	 */
	public AsyncBranches branches() {
		return new AsyncBranches(this.table.branches());
	}

	/**
	 * Returns what changes the columns of the table.
	 * @return the columns
	 */
	public AsyncColumns columns() {
		return new AsyncColumns(this.table.columns());
	}

	/**
	 * Tells how large the version is that this reads.
	 * @return completes with the statistics
	 */
	public CompletableFuture<TableStatistics> statistics() {
		return AsyncRun.call(() -> this.table.statistics());
	}

	/**
	 * Joins fragments and frees the space of deleted rows, all that can be joined.
	 * @return completes with what was done
	 */
	public CompletableFuture<OptimizeReport> optimize() {
		return AsyncRun.call(() -> this.table.optimize());
	}

	/**
	 * Takes old versions and the files that only they had.
	 * @param policy which versions and files go
	 * @return completes with what went
	 */
	public CompletableFuture<CleanupReport> cleanup(CleanupPolicy policy) {
		return AsyncRun.call(() -> this.table.cleanup(policy));
	}

	/**
	 * Tells what a cleanup would take, and takes nothing.
	 * @param policy which versions and files would go
	 * @return completes with what would go
	 */
	public CompletableFuture<CleanupReport> cleanupDryRun(CleanupPolicy policy) {
		return AsyncRun.call(() -> this.table.cleanupDryRun(policy));
	}

	/**
	 * Checks the integrity of the table.
	 * @return completes with what was read and found
	 */
	public CompletableFuture<VerificationReport> verify() {
		return AsyncRun.call(() -> this.table.verify());
	}

	/**
	 * Lets somebody hear of new versions, whichever process makes them.
	 * @param listener who hears of them, on a thread of the table's own
	 * @return what ends it when closed
	 */
	public Subscription onChange(ChangeListener listener) {
		return this.table.onChange(listener);
	}

	/**
	 * Closes this handle, not the table for others.
	 * @return completes when that is done
	 */
	public CompletableFuture<Void> close() {
		return AsyncRun.run(() -> this.table.close());
	}

}
