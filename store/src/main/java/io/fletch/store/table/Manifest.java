package io.fletch.store.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;

/**
 * One version of a table: everything that is needed to read it. Fragments stand in the
 * order of their row ids.
 *
 * @param version the number of the version, from 1
 * @param timestamp when it was made, in microseconds since 1970
 * @param schema the schema
 * @param fragments the fragments
 * @param nextRowId the id that the next new row gets
 * @param nextFragmentId the number that the next new fragment gets
 */
public record Manifest(long version, long timestamp, Schema schema, List<Fragment> fragments, long nextRowId,
		int nextFragmentId) {

	public Manifest {
		fragments = List.copyOf(fragments);
	}

	/**
	 * Returns the number of rows that are not deleted.
	 * @return the number of rows
	 */
	public long rowCount() {
		return this.fragments.stream().mapToLong(Fragment::liveCount).sum();
	}

	/**
	 * Returns the data files that hold rows of this version.
	 * @return their paths in the table's folder
	 */
	public List<String> dataFiles() {
		return this.fragments.stream()
			.map((fragment) -> fragment.rows().file())
			.filter(Objects::nonNull)
			.map(DataFile::path)
			.distinct()
			.toList();
	}

	/**
	 * Returns the fragment that holds a row.
	 * @param rowId the id of the row
	 * @return the fragment, or {@code null} if the row is not in this version
	 */
	public @Nullable Fragment fragmentOf(long rowId) {
		int low = 0;
		int high = this.fragments.size() - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.fragments.get(middle).rowIds().last() < rowId) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		if (this.fragments.isEmpty()) {
			return null;
		}
		Fragment fragment = this.fragments.get(low);
		int position = fragment.rowIds().positionOf(rowId);
		return (position >= 0 && !fragment.isDeleted(position)) ? fragment : null;
	}

	/**
	 * Returns the version that a record of the log makes of this one.
	 */
	Manifest apply(LogRecord logRecord) {
		List<Fragment> next = new ArrayList<>(this.fragments.size() + logRecord.added().size());
		for (Fragment fragment : this.fragments) {
			if (!logRecord.removed().contains(fragment.id())) {
				RoaringBitmap deleted = logRecord.deletions().get(fragment.id());
				next.add((deleted != null) ? fragment.delete(deleted) : fragment);
			}
		}
		for (Fragment fragment : logRecord.added()) {
			RoaringBitmap deleted = logRecord.deletions().get(fragment.id());
			next.add((deleted != null) ? fragment.delete(deleted) : fragment);
		}
		Schema nextSchema = (logRecord.schema() != null) ? logRecord.schema() : this.schema;
		if (!logRecord.removed().isEmpty()) {
			next.sort(Comparator.comparingLong((fragment) -> fragment.rowIds().last()));
		}
		return new Manifest(logRecord.version(), logRecord.timestamp(), nextSchema, next, logRecord.nextRowId(),
				logRecord.nextFragmentId());
	}

	Manifest with(Map<Integer, Fragment> replaced) {
		return new Manifest(this.version, this.timestamp, this.schema,
				this.fragments.stream().map((fragment) -> replaced.getOrDefault(fragment.id(), fragment)).toList(),
				this.nextRowId, this.nextFragmentId);
	}

}
