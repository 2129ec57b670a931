package io.fletch.store.table;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.version.RowCounts;

/**
 * How one version differs from the one before, in the numbers of the one before.
 *
 * @param rows how many rows it concerns
 * @param added rows that are new
 * @param deletions newly deleted positions by the number of their fragment
 * @param removed the numbers of fragments that are gone
 * @param columns files with columns of fragments, by the number of the fragment
 * @param schema the new schema, whose fields carry their ids, or {@code null} if it stays
 * @param indexes the indexes from then on, or {@code null} if they stay
 */
public record Change(RowCounts rows, List<NewRows> added, Map<Integer, RoaringBitmap> deletions, List<Integer> removed,
		Map<Integer, DataFile> columns, @Nullable Schema schema, @Nullable List<IndexMetadata> indexes) {

	/** Nothing differs. */
	public static final Change NONE = new Change(RowCounts.NONE, List.of(), Map.of(), List.of(), Map.of(), null, null);

	/**
	 * Counts rows.
	 * @param counts how many rows the change concerns
	 * @return a change of that many rows
	 */
	public Change counting(RowCounts counts) {
		return new Change(counts, this.added, this.deletions, this.removed, this.columns, this.schema, this.indexes);
	}

	/**
	 * Adds rows.
	 * @param newRows the rows
	 * @return a change that adds them
	 */
	public Change adding(List<NewRows> newRows) {
		return new Change(this.rows, List.copyOf(newRows), this.deletions, this.removed, this.columns, this.schema,
				this.indexes);
	}

	/**
	 * Deletes rows.
	 * @param positions positions by the number of their fragment
	 * @return a change that deletes them
	 */
	public Change deleting(Map<Integer, RoaringBitmap> positions) {
		return new Change(this.rows, this.added, Map.copyOf(positions), this.removed, this.columns, this.schema,
				this.indexes);
	}

	/**
	 * Removes fragments, whose rows are gone or among the added ones.
	 * @param fragments the numbers of the fragments
	 * @return a change that removes them
	 */
	public Change removing(List<Integer> fragments) {
		return new Change(this.rows, this.added, this.deletions, List.copyOf(fragments), this.columns, this.schema,
				this.indexes);
	}

	/**
	 * Adds columns to fragments.
	 * @param files the files that hold them, by the number of the fragment
	 * @return a change that adds them
	 */
	public Change withColumns(Map<Integer, DataFile> files) {
		return new Change(this.rows, this.added, this.deletions, this.removed, Map.copyOf(files), this.schema,
				this.indexes);
	}

	/**
	 * Changes the schema. Fields without an id get one.
	 * @param next the schema
	 * @return a change that makes it the table's
	 */
	public Change withSchema(Schema next) {
		return new Change(this.rows, this.added, this.deletions, this.removed, this.columns, next, this.indexes);
	}

	/**
	 * Changes the indexes.
	 * @param next all indexes from then on
	 * @return a change that makes them the table's
	 */
	public Change withIndexes(List<IndexMetadata> next) {
		return new Change(this.rows, this.added, this.deletions, this.removed, this.columns, this.schema, next);
	}

	/**
	 * Rows that are ready to be committed.
	 */
	public static final class NewRows {

		private final FragmentRows rows;

		private final int rowCount;

		private final @Nullable RowIds rowIds;

		private final @Nullable RowIds origins;

		private final RoaringBitmap deletions;

		NewRows(FragmentRows rows, int rowCount, @Nullable RowIds rowIds, @Nullable RowIds origins,
				RoaringBitmap deletions) {
			this.rows = rows;
			this.rowCount = rowCount;
			this.rowIds = rowIds;
			this.origins = origins;
			this.deletions = deletions;
		}

		/**
		 * Rows that the log will hold.
		 * @param batch the rows
		 * @return the rows, ready to be committed
		 */
		public static NewRows inLog(EncodedBatch batch) {
			return new NewRows(FragmentRows.inLog(batch.toByteArray()), batch.rowCount(), null, null,
					new RoaringBitmap());
		}

		/**
		 * Rows that a durable data file holds.
		 * @param file the file
		 * @param rowCount how many rows it holds
		 * @return the rows, ready to be committed
		 */
		public static NewRows inFile(DataFile file, int rowCount) {
			return new NewRows(FragmentRows.inFiles(List.of(file)), rowCount, null, null, new RoaringBitmap());
		}

		/**
		 * The same rows, the first of which are not new but updated.
		 * @param updated the origins of the first rows, in their order
		 * @return the rows, ready to be committed
		 */
		public NewRows updating(long[] updated) {
			return (updated.length == 0) ? this
					: new NewRows(this.rows, this.rowCount, null, RowIds.of(updated), this.deletions);
		}

		/**
		 * Rows as they are stored already.
		 */
		static NewRows stored(Fragment fragment, FragmentRows rows) {
			return new NewRows(rows, fragment.rowCount(), fragment.rowIds(),
					fragment.hasOrigins() ? fragment.origins() : null, fragment.deletions());
		}

		/**
		 * The same rows with columns from one more file.
		 */
		NewRows with(DataFile columns) {
			return new NewRows(this.rows.with(columns), this.rowCount, this.rowIds, this.origins, this.deletions);
		}

		/**
		 * Returns the number of rows.
		 * @return the number of rows
		 */
		public int rowCount() {
			return this.rowCount;
		}

		Fragment toFragment(int fragmentId, long firstRowId) {
			RowIds ids = (this.rowIds != null) ? this.rowIds : RowIds.of(firstRowId, this.rowCount);
			return new Fragment(fragmentId, ids, originsFor(ids), this.rows);
		}

		/**
		 * Rows behind the updated ones are new: their origins are their ids.
		 */
		private @Nullable RowIds originsFor(RowIds ids) {
			RowIds known = this.origins;
			if (known == null || known.size() == ids.size()) {
				return known;
			}
			return known.with(ids.from(known.size()));
		}

		boolean takesNewIds() {
			return this.rowIds == null;
		}

		List<DataFile> files() {
			return this.rows.files();
		}

		RoaringBitmap deletions() {
			return this.deletions;
		}

	}

}
