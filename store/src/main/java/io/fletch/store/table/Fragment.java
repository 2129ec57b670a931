package io.fletch.store.table;

import java.io.IOException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.RowBatch;
import io.fletch.store.io.Storage;

/**
 * A horizontal slice of a table's rows. Immutable: a deletion gives a new fragment over
 * the same rows.
 */
public final class Fragment {

	private final int id;

	private final RowIds rowIds;

	private final FragmentRows rows;

	private final RoaringBitmap deletions;

	private final @Nullable DeletionFile deletionFile;

	Fragment(int id, RowIds rowIds, FragmentRows rows) {
		this(id, rowIds, rows, new RoaringBitmap(), null);
	}

	Fragment(int id, RowIds rowIds, FragmentRows rows, RoaringBitmap deletions, @Nullable DeletionFile deletionFile) {
		this.id = id;
		this.rowIds = rowIds;
		this.rows = rows;
		this.deletions = deletions;
		this.deletionFile = deletionFile;
	}

	/**
	 * Returns the number of the fragment, unique in its table.
	 * @return the number
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Returns the ids of the rows, deleted ones included.
	 * @return the ids by position
	 */
	public RowIds rowIds() {
		return this.rowIds;
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
	 * Tells whether the rows are in the log, not in a data file.
	 * @return whether they are in the log
	 */
	public boolean isInLog() {
		return this.rows.message() != null;
	}

	/**
	 * Returns the rows, reading where they are on first use.
	 * @param storage the folder of the table
	 * @param schema the schema of the table
	 * @return the batches in the order of the positions, deleted rows included
	 * @throws IOException if the data file cannot be read
	 */
	public List<RowBatch> batches(Storage storage, Schema schema) throws IOException {
		return this.rows.batches(storage, schema);
	}

	FragmentRows rows() {
		return this.rows;
	}

	RoaringBitmap deletions() {
		return this.deletions;
	}

	@Nullable DeletionFile deletionFile() {
		return this.deletionFile;
	}

	Fragment delete(RoaringBitmap positions) {
		return new Fragment(this.id, this.rowIds, this.rows, RoaringBitmap.or(this.deletions, positions), null);
	}

	Fragment with(DeletionFile file) {
		return new Fragment(this.id, this.rowIds, this.rows, this.deletions, file);
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

}
