package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.CompactionPlan;
import io.fletch.store.table.VersionComparison;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VerificationReport;
import io.fletch.store.version.VersionDiff;

/**
 * A named, versioned set of rows, which are maps by column name. Safe for use by several
 * threads at once. Reads see the latest version, whichever process wrote it; writes are
 * durable when they return.
 */
public final class Table extends WritableTable<Map<String, @Nullable Object>> {

	Table(OpenTable table) {
		this(TableHandle.latest(table));
	}

	Table(TableHandle handle) {
		super(handle, RowReader.MAPS);
	}

	/**
	 * Returns the namespace that the table is in.
	 * @return the names from the root of the database down; empty for the root
	 */
	public List<String> namespace() {
		return handle().table().place().namespace();
	}

	/**
	 * Returns what names the table in the whole database.
	 * @return the names of the namespace and the name of the table, with {@code $}
	 * between them
	 */
	public String id() {
		return Names.render(namespace(), name());
	}

	/**
	 * Returns where the table is.
	 * @return the path of its folder, or {@code memory:} and the name of its folder in a
	 * database in memory
	 */
	public String uri() {
		return handle().table().place().uri();
	}

	/**
	 * Returns the branch of the table that this reads.
	 * @return the name of the branch, or {@code null} if this is the table itself
	 */
	public @Nullable String branch() {
		return handle().table().place().branch();
	}

	/**
	 * Returns the schema.
	 * @return the Arrow schema
	 */
	public Schema schema() {
		return handle().schema();
	}

	/**
	 * Adds rows, all or none. A column that a row lacks is null. A row whose vector is
	 * null gets the vector of its source field's text from the table's embedding
	 * function.
	 * @param rows the rows by column name
	 * @return the version made and the number of rows; without rows the present version
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 * @throws io.fletch.store.embedding.EmbeddingException if a vector could not be made;
	 * nothing was added
	 */
	public WriteResult add(List<? extends Map<String, ? extends @Nullable Object>> rows) {
		Objects.requireNonNull(rows, "rows");
		return Append.run(handle().writable(), (schema) -> new RowChecker(schema).arrange(rows));
	}

	/**
	 * Begins a merge-insert, which updates, inserts and deletes rows by key.
	 * @param keys the columns by which source rows and rows of the table are matched;
	 * none for the primary key
	 * @return the merge-insert, without clauses
	 * @throws InvalidInputException if a key is not a column, or none is given and the
	 * table has no primary key
	 */
	public MergeInsert<Map<String, @Nullable Object>> mergeInsert(String... keys) {
		Arguments.list(keys, "keys");
		return MergeInsert.by(handle().writable(), MergeSource.Given::named, PrimaryKey.orGiven(handle(), keys));
	}

	/**
	 * Returns the names of the columns that hold blobs.
	 * @return the names in the order of the columns
	 */
	public List<String> blobColumns() {
		return schema().getFields().stream().filter(BlobColumns::isBlob).map(Field::getName).toList();
	}

	/**
	 * Finds a blob, of which {@link Blob#read(long, int)} then reads only what is asked
	 * for.
	 * @param column the name of a column of {@link #blobColumns()}
	 * @param rowId the id of a row
	 * @return the blob; empty if it is null, or the table has no such row
	 * @throws InvalidInputException if the table has no such column, or it holds no blobs
	 */
	public Optional<Blob> blob(String column, long rowId) {
		Objects.requireNonNull(column, "column");
		BlobColumns.require(handle(), column);
		return takeRowIds(rowId).select(column).rows().stream().findFirst().map((row) -> (Blob) row.get(column));
	}

	/**
	 * Copies all rows into Arrow vectors. Arrow's own memory is used, for which the JVM
	 * needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
	 * @param allocator gives the memory
	 * @return the rows, in the order of adding, to be closed by the caller
	 */
	public VectorSchemaRoot toArrow(BufferAllocator allocator) {
		Objects.requireNonNull(allocator, "allocator");
		return TableExport.of(handle()).vectors(allocator);
	}

	/**
	 * Reads all rows as Arrow record batches of at most 4,096 rows, one in memory at a
	 * time, of the version that is read when this is called. Needs the flag of
	 * {@link #toArrow}.
	 * @param allocator gives the memory
	 * @return the rows, in the order of adding, to be closed by the caller
	 */
	public ArrowReader arrowReader(BufferAllocator allocator) {
		Objects.requireNonNull(allocator, "allocator");
		return TableExport.of(handle()).reader(allocator);
	}

	/**
	 * Writes all rows in the Arrow IPC file format, which any Arrow reader opens; a batch
	 * in memory at a time, without any flag of the JVM.
	 * @param stream where to write; not closed
	 * @throws IOException if the stream cannot be written to
	 */
	public void writeArrow(OutputStream stream) throws IOException {
		Objects.requireNonNull(stream, "stream");
		TableExport.of(handle()).writeFile(stream);
	}

	/**
	 * Lists the versions that can be read.
	 * @return the versions, oldest first
	 */
	public List<TableVersion> versions() {
		OpenTable table = handle().table();
		return table.read(() -> table.committer().versions());
	}

	/**
	 * Opens an older version for reading. Its handle refuses every write, and the version
	 * is kept by every cleanup, until the handle is closed or forgotten.
	 * @param version the number of the version
	 * @return the table as it was
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no such
	 * version, or it was cleaned up
	 */
	public Table checkout(long version) {
		return new Table(TableHandle.at(handle().table(), version));
	}

	/**
	 * Opens a tagged version for reading.
	 * @param tag the name of the tag
	 * @return the table as it was, as by {@link #checkout(long)}
	 * @throws io.fletch.store.error.VersionNotFoundException if there is no such tag
	 */
	public Table checkout(String tag) {
		Objects.requireNonNull(tag, "tag");
		return checkout(tags().version(tag));
	}

	/**
	 * Opens the version that was the latest at some time.
	 * @param time the time
	 * @return the table as it was, as by {@link #checkout(long)}
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no version, or
	 * it was cleaned up
	 */
	public Table checkout(Instant time) {
		Objects.requireNonNull(time, "time");
		return checkout(TableVersions.at(versions(), time));
	}

	/**
	 * Opens the latest version, which follows every write.
	 * @return the table itself
	 */
	public Table checkoutLatest() {
		return new Table(handle().table());
	}

	/**
	 * Makes the table what it is in the version that is checked out, as a new version.
	 * This handle still reads the old one.
	 * @return the new version; the latest one if that is checked out, since nothing is to
	 * be done
	 * @throws InvalidInputException if no version is checked out
	 */
	public long restore() {
		if (!isCheckedOut()) {
			throw new InvalidInputException(
					"You must run checkout before running restore, or say which version: restore(version)");
		}
		return TableVersions.restore(handle().table(), handle().manifest());
	}

	/**
	 * Makes the table what it was in a version, as a new version.
	 * @param version the number of the version
	 * @return the new version; the latest one if that is meant, since nothing is to be
	 * done
	 * @throws InvalidInputException if a version is checked out
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no such
	 * version, or it was cleaned up
	 */
	public long restore(long version) {
		OpenTable table = handle().writable();
		return TableVersions.restore(table, table.read(() -> table.committer().at(version)));
	}

	/**
	 * Makes the table what it was in a version, as a new version, unless somebody changed
	 * it meanwhile.
	 * @param version the number of the version
	 * @param expectedLatest the version that is taken for the latest, for example by the
	 * person who decided to restore
	 * @return the new version; the latest one if that is meant, since nothing is to be
	 * done
	 * @throws InvalidInputException if a version is checked out
	 * @throws io.fletch.store.error.VersionNotFoundException if there was no such
	 * version, or it was cleaned up
	 * @throws io.fletch.store.error.ConflictException if another version is the latest
	 * when the restore is committed, whichever process wrote it; nothing was changed
	 */
	public long restore(long version, long expectedLatest) {
		OpenTable table = handle().writable();
		return TableVersions.restore(table, table.read(() -> table.committer().at(version)), expectedLatest);
	}

	/**
	 * Makes the table what it was in a tagged version, as a new version.
	 * @param tag the name of the tag
	 * @return the new version
	 * @throws InvalidInputException if a version is checked out
	 * @throws io.fletch.store.error.VersionNotFoundException if there is no such tag
	 */
	public long restore(String tag) {
		Objects.requireNonNull(tag, "tag");
		return restore(tags().version(tag));
	}

	/**
	 * Compares the rows of two versions. Columns that were added, dropped or computed
	 * anew are no difference of rows; see the operations of {@link #versions()}.
	 * @param from the one version
	 * @param to the other version
	 * @return what the step from one to the other inserts, updates and deletes, by row id
	 * @throws io.fletch.store.error.VersionNotFoundException if one of them was cleaned
	 * up, or never was
	 */
	public VersionDiff diff(long from, long to) {
		OpenTable table = handle().table();
		return table.read(() -> VersionComparison.between(table.committer().at(from), table.committer().at(to)));
	}

	/**
	 * Returns the tags of the table.
	 * @return the tags
	 */
	public TableTags tags() {
		return new TableTags(handle().table());
	}

	/**
	 * Returns the branches of the table.
	 * @return the branches
	 */
	public Branches branches() {
		return handle().table().branches();
	}

	/**
	 * Returns what changes the columns of the table.
	 * @return the columns
	 */
	public Columns columns() {
		return new Columns(handle());
	}

	/**
	 * Returns what creates, lists and drops the indexes of the table.
	 * @return the indexes
	 */
	public Indexes indexes() {
		return new Indexes(handle());
	}

	/**
	 * Tells how large the version is that this reads.
	 * @return the statistics
	 */
	public TableStatistics statistics() {
		return TableStatistics.of(handle().manifest());
	}

	/**
	 * Joins fragments and frees the space of deleted rows, as upkeep does in the
	 * background, but all that can be joined, and adds all rows to the indexes. Rows and
	 * row ids stay as they are.
	 * @return what was done
	 */
	public OptimizeReport optimize() {
		OpenTable table = handle().writable();
		return table.read(() -> {
			OptimizeReport report = table.upkeep().compact(CompactionPlan::full);
			table.indexing().extendAll();
			return report;
		});
	}

	/**
	 * Takes old versions and the files that only they had.
	 * @param policy which versions and files go
	 * @return what went
	 */
	public CleanupReport cleanup(CleanupPolicy policy) {
		Objects.requireNonNull(policy, "policy");
		OpenTable table = handle().writable();
		return table.read(() -> table.upkeep().cleanup(policy, false));
	}

	/**
	 * Tells what a cleanup would take, and takes nothing.
	 * @param policy which versions and files would go
	 * @return what would go
	 */
	public CleanupReport cleanupDryRun(CleanupPolicy policy) {
		Objects.requireNonNull(policy, "policy");
		OpenTable table = handle().table();
		return table.read(() -> table.upkeep().cleanup(policy, true));
	}

	/**
	 * Checks the integrity of the table: reads every file of every version, and every
	 * checksum.
	 * @return what was read and found
	 */
	public VerificationReport verify() {
		OpenTable table = handle().table();
		return table.leased(table.committer()::verify);
	}

	/**
	 * Lets somebody hear of new versions, whichever process makes them; those of other
	 * processes within about a second.
	 * @param listener who hears of them
	 * @return what ends it when closed
	 */
	public Subscription onChange(ChangeListener listener) {
		Objects.requireNonNull(listener, "listener");
		ChangeFeed changes = handle().table().changes();
		changes.add(listener);
		return () -> changes.remove(listener);
	}

	OpenTable opened() {
		return handle().table();
	}

	@Override
	public String toString() {
		return "Table[" + handle() + "]";
	}

}
