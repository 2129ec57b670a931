package io.fletch.store.scan;

import java.util.BitSet;
import java.util.Map;

import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * The rows of one version that are not deleted and pass a filter.
 */
public final class RowSelection {

	private final Manifest manifest;

	private final Map<Integer, BitSet> positions;

	RowSelection(Manifest manifest, Map<Integer, BitSet> positions) {
		this.manifest = manifest;
		this.positions = positions;
	}

	/**
	 * Returns the positions of the selected rows in a fragment.
	 * @param fragment a fragment of the version
	 * @return the positions; not to be changed
	 */
	public BitSet of(Fragment fragment) {
		return this.positions.getOrDefault(fragment.id(), new BitSet());
	}

	/**
	 * Tells whether a row is selected.
	 * @param rowId the id of the row
	 * @return whether it is
	 */
	public boolean contains(long rowId) {
		Fragment fragment = this.manifest.fragmentOf(rowId);
		return fragment != null && of(fragment).get(fragment.rowIds().positionOf(rowId));
	}

	/**
	 * Returns the number of selected rows.
	 * @return the number of rows
	 */
	public long count() {
		return this.positions.values().stream().mapToLong(BitSet::cardinality).sum();
	}

}
