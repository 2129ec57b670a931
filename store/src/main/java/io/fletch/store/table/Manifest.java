package io.fletch.store.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

/**
 * One version of a table: everything that is needed to read it. Fragments stand in the
 * order of their row ids.
 *
 * @param info the number of the version, and what made it
 * @param schema the schema, whose fields carry their ids
 * @param fragments the fragments
 * @param next the numbers that the table gives next
 * @param indexes the indexes, in the order in which they were created
 */
public record Manifest(TableVersion info, Schema schema, List<Fragment> fragments, Sequences next,
		List<IndexMetadata> indexes) {

	/** What there is before the first version. */
	static final Manifest NONE = new Manifest(new TableVersion(0, Instant.EPOCH, Operation.CREATE, RowCounts.NONE),
			new Schema(List.of()), List.of(), new Sequences(0, 0, 0), List.of());

	public Manifest {
		fragments = List.copyOf(fragments);
		indexes = List.copyOf(indexes);
	}

	/**
	 * Returns the number of the version.
	 * @return the version, from 1
	 */
	public long version() {
		return this.info.version();
	}

	/**
	 * Returns the number of rows that are not deleted.
	 * @return the number of rows
	 */
	public long rowCount() {
		long count = 0;
		for (Fragment fragment : this.fragments) {
			count += fragment.liveCount();
		}
		return count;
	}

	/**
	 * Returns the fragment that holds a row.
	 * @param rowId the id under which the row is stored
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
	 * Finds a row by the id that users see.
	 * @param origin the id under which the row was first stored
	 * @return the id under which it is stored now, or -1 if it is not in this version
	 */
	public long rowIdOf(long origin) {
		Fragment first = fragmentOf(origin);
		if (first != null && first.origins().at(first.rowIds().positionOf(origin)) == origin) {
			return origin;
		}
		for (Fragment fragment : this.fragments.reversed()) {
			if (fragment.hasOrigins()) {
				int position = fragment.origins().positionOf(origin);
				if (position >= 0 && !fragment.isDeleted(position)) {
					return fragment.rowIds().at(position);
				}
			}
		}
		return -1;
	}

	/**
	 * Returns the id that users see of a row.
	 * @param rowId the id under which the row is stored, which must be in this version
	 * @return the id under which it was first stored
	 */
	public long originOf(long rowId) {
		Fragment fragment = fragmentOf(rowId);
		return (fragment == null || !fragment.hasOrigins()) ? rowId
				: fragment.origins().at(fragment.rowIds().positionOf(rowId));
	}

	/**
	 * Returns the version that a record of the log makes of this one.
	 */
	Manifest apply(LogRecord logRecord) {
		RecordCheck.of(this, logRecord);
		Set<Integer> removed = new HashSet<>(logRecord.removed());
		List<Fragment> fragmentsThen = new ArrayList<>(this.fragments.size() + logRecord.added().size());
		for (Fragment fragment : this.fragments) {
			if (!removed.contains(fragment.id())) {
				fragmentsThen.add(changed(fragment, logRecord));
			}
		}
		for (Fragment fragment : logRecord.added()) {
			fragmentsThen.add(changed(fragment, logRecord));
		}
		if (!removed.isEmpty()) {
			fragmentsThen.sort(Comparator.comparingLong((fragment) -> fragment.rowIds().last()));
		}
		return new Manifest(logRecord.info(), (logRecord.schema() != null) ? logRecord.schema() : this.schema,
				fragmentsThen, logRecord.next(), (logRecord.indexes() != null) ? logRecord.indexes() : this.indexes);
	}

	private static Fragment changed(Fragment fragment, LogRecord logRecord) {
		RoaringBitmap deleted = logRecord.deletions().get(fragment.id());
		Fragment changed = (deleted != null) ? fragment.delete(deleted) : fragment;
		DataFile columns = logRecord.columns().get(fragment.id());
		return (columns != null) ? changed.with(columns) : changed;
	}

	Manifest with(Map<Integer, Fragment> replaced) {
		return new Manifest(this.info, this.schema,
				this.fragments.stream().map((fragment) -> replaced.getOrDefault(fragment.id(), fragment)).toList(),
				this.next, this.indexes);
	}

}
