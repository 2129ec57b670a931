package io.fletch.store.scan;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;

import io.fletch.store.table.Fragment;
import io.fletch.store.table.FragmentGroup;
import io.fletch.store.table.Manifest;

/**
 * The rows of one version that are not deleted and pass a filter.
 */
public final class RowSelection {

	private final Manifest manifest;

	/** By the numbers of fragments; {@code null} where every row is selected. */
	private final @Nullable Map<Integer, BitSet> positions;

	private RowSelection(Manifest manifest, @Nullable Map<Integer, BitSet> positions) {
		this.manifest = manifest;
		this.positions = positions;
	}

	static RowSelection all(Manifest manifest) {
		return new RowSelection(manifest, null);
	}

	static RowSelection of(Manifest manifest, Map<Integer, BitSet> positions) {
		return new RowSelection(manifest, positions);
	}

	/**
	 * Returns the positions of the selected rows in a fragment.
	 * @param fragment a fragment of the version
	 * @return the positions; not to be changed
	 */
	public BitSet of(Fragment fragment) {
		if (this.positions != null) {
			return this.positions.getOrDefault(fragment.id(), new BitSet());
		}
		BitSet live = new BitSet(fragment.rowCount());
		live.set(0, fragment.rowCount());
		removeDeleted(fragment, live);
		return live;
	}

	static void removeDeleted(Fragment fragment, BitSet positions) {
		int deleted = fragment.rowCount() - fragment.liveCount();
		if (deleted > 0 && deleted < positions.cardinality()) {
			fragment.deletions().forEach((IntConsumer) positions::clear);
		}
		else if (deleted > 0) {
			for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
				if (fragment.isDeleted(i)) {
					positions.clear(i);
				}
			}
		}
	}

	/**
	 * Returns the positions of the selected rows in a group, or {@code null} if they are
	 * all of its rows.
	 */
	@Nullable BitSet unlessAll(FragmentGroup group) {
		Fragment whole = group.whole();
		if (this.positions == null && whole.liveCount() == whole.rowCount()) {
			return null;
		}
		if (group.members().size() == 1) {
			return of(whole);
		}
		BitSet selected = new BitSet(whole.rowCount());
		int start = 0;
		for (Fragment member : group.members()) {
			for (int position : of(member).stream().toArray()) {
				selected.set(start + position);
			}
			start += member.rowCount();
		}
		return selected;
	}

	/**
	 * Returns the number of selected rows in a fragment.
	 */
	int count(Fragment fragment) {
		return (this.positions == null) ? fragment.liveCount() : of(fragment).cardinality();
	}

	/**
	 * Tells whether a row is selected.
	 * @param rowId the id of the row
	 * @return whether it is
	 */
	public boolean contains(long rowId) {
		Fragment fragment = this.manifest.fragmentOf(rowId);
		return fragment != null && (this.positions == null || of(fragment).get(fragment.rowIds().positionOf(rowId)));
	}

	/**
	 * Returns the rows that are selected here and there.
	 */
	RowSelection and(RowSelection other) {
		if (this.positions == null || other.positions == null) {
			return (this.positions == null) ? other : this;
		}
		Map<Integer, BitSet> both = new HashMap<>();
		this.positions.forEach((fragment, selected) -> {
			BitSet rows = (BitSet) selected.clone();
			rows.and(other.positions.getOrDefault(fragment, new BitSet()));
			if (!rows.isEmpty()) {
				both.put(fragment, rows);
			}
		});
		return new RowSelection(this.manifest, both);
	}

	/**
	 * Returns the rows that are selected here or there.
	 */
	RowSelection or(RowSelection other) {
		if (this.positions == null || other.positions == null) {
			return (this.positions == null) ? this : other;
		}
		Map<Integer, BitSet> either = new HashMap<>(this.positions);
		other.positions.forEach((fragment, selected) -> either.merge(fragment, selected, (mine, theirs) -> {
			BitSet rows = (BitSet) mine.clone();
			rows.or(theirs);
			return rows;
		}));
		return new RowSelection(this.manifest, either);
	}

	/**
	 * Returns the rows that are selected here and not there.
	 */
	RowSelection minus(RowSelection other) {
		if (other.positions == null) {
			return none(this.manifest);
		}
		Map<Integer, BitSet> rest = new HashMap<>();
		for (Fragment fragment : this.manifest.fragments()) {
			BitSet rows = (BitSet) of(fragment).clone();
			rows.andNot(other.positions.getOrDefault(fragment.id(), new BitSet()));
			if (!rows.isEmpty()) {
				rest.put(fragment.id(), rows);
			}
		}
		return new RowSelection(this.manifest, rest);
	}

	static RowSelection none(Manifest manifest) {
		return new RowSelection(manifest, Map.of());
	}

	/**
	 * Tells whether every row of the version is selected.
	 */
	boolean isAll() {
		return this.positions == null;
	}

	boolean isEmpty() {
		return count() == 0;
	}

	/**
	 * Returns the number of selected rows.
	 * @return the number of rows
	 */
	public long count() {
		return (this.positions == null) ? this.manifest.rowCount()
				: this.positions.values().stream().mapToLong(BitSet::cardinality).sum();
	}

	/**
	 * Collects rows of one version.
	 */
	static final class Builder {

		private final Manifest manifest;

		private final Map<Integer, BitSet> positions = new HashMap<>();

		Builder(Manifest manifest) {
			this.manifest = manifest;
		}

		/**
		 * Adds rows, deleted ones among them.
		 * @param fragment their fragment
		 * @param rows their positions
		 */
		void add(Fragment fragment, BitSet rows) {
			removeDeleted(fragment, rows);
			if (!rows.isEmpty()) {
				this.positions.merge(fragment.id(), rows, (known, more) -> {
					known.or(more);
					return known;
				});
			}
		}

		/**
		 * Adds a row that is not deleted.
		 */
		void add(long rowId) {
			Fragment fragment = Objects.requireNonNull(this.manifest.fragmentOf(rowId));
			this.positions.computeIfAbsent(fragment.id(), (id) -> new BitSet(fragment.rowCount()))
				.set(fragment.rowIds().positionOf(rowId));
		}

		RowSelection build() {
			return new RowSelection(this.manifest, this.positions);
		}

	}

}
