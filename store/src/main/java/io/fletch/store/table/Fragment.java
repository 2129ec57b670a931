package io.fletch.store.table;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * A horizontal slice of a table's rows. Immutable: a deletion gives a new fragment over
 * the same rows.
 */
public final class Fragment {

	private final int id;

	private final RowIds rowIds;

	private final @Nullable RowIds origins;

	private final FragmentRows rows;

	private final RoaringBitmap deletions;

	private final @Nullable DeletionFile deletionFile;

	Fragment(int id, RowIds rowIds, @Nullable RowIds origins, FragmentRows rows) {
		this(id, rowIds, origins, rows, new Deleted(new RoaringBitmap(), null));
	}

	private Fragment(int id, RowIds rowIds, @Nullable RowIds origins, FragmentRows rows, Deleted deleted) {
		this.id = id;
		this.rowIds = rowIds;
		this.origins = origins;
		this.rows = rows;
		this.deletions = deleted.positions();
		this.deletionFile = deleted.file();
	}

	/**
	 * Returns the number of the fragment, unique in its table.
	 * @return the number
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Tells whether this is another state of the same fragment: numbers begin anew some
	 * day, ids of rows do not.
	 */
	boolean isOfSameRows(Fragment other) {
		return this.id == other.id && this.rowIds.size() == other.rowIds.size()
				&& (rowCount() == 0 || this.rowIds.at(0) == other.rowIds.at(0));
	}

	/**
	 * Returns the ids under which the rows are stored, deleted ones included. They rise
	 * with the position. What is stored under an id never changes, and survives
	 * compaction; an update stores a row anew under a new id.
	 * @return the ids by position
	 */
	public RowIds rowIds() {
		return this.rowIds;
	}

	/**
	 * Returns the ids that users see: a row keeps the id under which it was first stored.
	 * @return the ids by position
	 */
	public RowIds origins() {
		return (this.origins != null) ? this.origins : this.rowIds;
	}

	/**
	 * Tells whether some row was updated, so that its origin is not its id.
	 * @return whether there is such a row
	 */
	public boolean hasOrigins() {
		return this.origins != null;
	}

	/**
	 * Returns the number of rows, deleted ones included.
	 * @return the number of positions
	 */
	public int rowCount() {
		return this.rowIds.size();
	}

	/**
	 * Returns the number of rows that are not deleted.
	 * @return the number of rows
	 */
	public int liveCount() {
		return rowCount() - this.deletions.getCardinality();
	}

	/**
	 * Tells whether a row is deleted.
	 * @param position the position of the row
	 * @return whether it is deleted
	 */
	public boolean isDeleted(int position) {
		return !this.deletions.isEmpty() && this.deletions.contains(position);
	}

	/**
	 * Returns the deleted positions.
	 * @return the positions; not to be changed
	 */
	public RoaringBitmap deletions() {
		return this.deletions;
	}

	/**
	 * Tells whether the rows are in the log, not in data files.
	 * @return whether they are in the log
	 */
	public boolean isInLog() {
		return this.rows.message() != null;
	}

	/**
	 * Returns the data files that hold the rows.
	 * @return the files; none if the rows are in the log
	 */
	public List<DataFile> files() {
		return this.rows.files();
	}

	/**
	 * Returns the rows, reading where they are on first use.
	 * @param storage the folder of the table
	 * @param schema the schema of the version that is read
	 * @return the batches in the order of the positions, deleted rows included
	 * @throws IOException if a data file cannot be read
	 */
	public List<RowBatch> batches(Storage storage, Schema schema) throws IOException {
		return decoded(storage, schema).batches();
	}

	/**
	 * Finds a row in the batches.
	 * @param storage the folder of the table
	 * @param schema the schema of the version that is read
	 * @param position the position of the row
	 * @return where it is
	 * @throws IOException if a data file cannot be read
	 */
	public Place place(Storage storage, Schema schema, int position) throws IOException {
		return places(storage, schema).at(position);
	}

	/**
	 * Returns where all rows are, for who looks for several.
	 * @param storage the folder of the table
	 * @param schema the schema of the version that is read
	 * @return where they are
	 * @throws IOException if a data file cannot be read
	 */
	public Places places(Storage storage, Schema schema) throws IOException {
		return new Places(decoded(storage, schema));
	}

	private FragmentRows.Decoded decoded(Storage storage, Schema schema) throws IOException {
		FragmentRows.Decoded decoded = this.rows.decoded(storage, schema);
		if (decoded.rowCount() != rowCount()) {
			throw new CorruptTableException("Fragment " + this.id + " is damaged: it has " + decoded.rowCount()
					+ " rows, but " + rowCount() + " row ids");
		}
		return decoded;
	}

	/**
	 * Returns the position of a row that is not deleted.
	 * @param number how many such rows stand before it, less than {@link #liveCount()}
	 * @return its position
	 */
	public int livePosition(int number) {
		int low = number;
		int high = number + this.deletions.getCardinality();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (middle + 1 - this.deletions.rank(middle) <= number) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	FragmentRows rows() {
		return this.rows;
	}

	@Nullable DeletionFile deletionFile() {
		return this.deletionFile;
	}

	Fragment delete(RoaringBitmap positions) {
		return new Fragment(this.id, this.rowIds, this.origins, this.rows,
				new Deleted(RoaringBitmap.or(this.deletions, positions), null));
	}

	Fragment with(RoaringBitmap positions, DeletionFile file) {
		return new Fragment(this.id, this.rowIds, this.origins, this.rows, new Deleted(positions, file));
	}

	Fragment withoutDeletionFile() {
		return new Fragment(this.id, this.rowIds, this.origins, this.rows, new Deleted(this.deletions, null));
	}

	Fragment with(DataFile columns) {
		return new Fragment(this.id, this.rowIds, this.origins, this.rows.with(columns),
				new Deleted(this.deletions, this.deletionFile));
	}

	/**
	 * Where the rows are.
	 */
	public static final class Places {

		private final FragmentRows.Decoded decoded;

		private Places(FragmentRows.Decoded decoded) {
			this.decoded = decoded;
		}

		/**
		 * Finds a row.
		 * @param position the position of the row
		 * @return where it is
		 */
		public Place at(int position) {
			int batch = this.decoded.batchOf(position);
			return new Place(this.decoded.batches().get(batch), (int) (position - this.decoded.starts()[batch]));
		}

	}

	/**
	 * Where a row is.
	 *
	 * @param batch the batch that holds it
	 * @param row its position in the batch
	 */
	public record Place(RowBatch batch, int row) {
	}

	/**
	 * The file that keeps the deleted positions of a fragment as of some checkpoint.
	 *
	 * @param path the path of the file
	 * @param byteSize its length
	 * @param checksum the CRC-32C of the file
	 */
	record DeletionFile(String path, long byteSize, int checksum) {
	}

	/**
	 * The deleted positions, and where a checkpoint keeps them.
	 */
	private record Deleted(RoaringBitmap positions, @Nullable DeletionFile file) {
	}

}
