package io.fletch.store.table;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.EncodedBatch;

/**
 * How one version differs from the one before, in the numbers of the one before.
 *
 * @param added rows that are new
 * @param deletions newly deleted positions by the number of their fragment
 * @param removed the numbers of fragments that {@code added} replaces
 */
public record Change(List<NewRows> added, Map<Integer, RoaringBitmap> deletions, List<Integer> removed) {

	/**
	 * Adds rows.
	 * @param rows the rows
	 * @return the change
	 */
	public static Change append(NewRows rows) {
		return new Change(List.of(rows), Map.of(), List.of());
	}

	/**
	 * Deletes rows.
	 * @param deletions positions by the number of their fragment
	 * @return the change
	 */
	public static Change delete(Map<Integer, RoaringBitmap> deletions) {
		return new Change(List.of(), deletions, List.of());
	}

	/**
	 * Deletes rows and adds others.
	 * @param deletions positions by the number of their fragment
	 * @param rows the rows to add
	 * @return the change
	 */
	public static Change replace(Map<Integer, RoaringBitmap> deletions, NewRows rows) {
		return new Change(List.of(rows), deletions, List.of());
	}

	/**
	 * Rows that are ready to be committed.
	 */
	public static final class NewRows {

		private final FragmentRows rows;

		private final int rowCount;

		private final @Nullable RowIds rowIds;

		private final RoaringBitmap deletions;

		NewRows(FragmentRows rows, int rowCount, @Nullable RowIds rowIds, RoaringBitmap deletions) {
			this.rows = rows;
			this.rowCount = rowCount;
			this.rowIds = rowIds;
			this.deletions = deletions;
		}

		/**
		 * Rows that the log will hold.
		 * @param batch the rows
		 * @return the rows, ready to be committed
		 */
		public static NewRows inLog(EncodedBatch batch) {
			return new NewRows(FragmentRows.inLog(batch.toByteArray()), batch.rowCount(), null, new RoaringBitmap());
		}

		/**
		 * Rows that a durable data file holds.
		 * @param file the file
		 * @param rowCount how many rows it holds
		 * @return the rows, ready to be committed
		 */
		public static NewRows inFile(DataFile file, int rowCount) {
			return new NewRows(FragmentRows.inFile(file), rowCount, null, new RoaringBitmap());
		}

		int rowCount() {
			return this.rowCount;
		}

		Fragment toFragment(int fragmentId, long firstRowId) {
			RowIds ids = (this.rowIds != null) ? this.rowIds : RowIds.of(firstRowId, this.rowCount);
			return new Fragment(fragmentId, ids, this.rows);
		}

		boolean takesNewIds() {
			return this.rowIds == null;
		}

		RoaringBitmap deletions() {
			return this.deletions;
		}

	}

}
