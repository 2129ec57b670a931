package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.table.Fragment;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.RowIds;

/**
 * Which rows of a version the segments of an index cover, and where. Rows that no segment
 * covers are searched without the index.
 */
final class Coverage {

	private final Manifest manifest;

	private final IndexMetadata index;

	/** For each segment, the runs of its rows that stand in fragments of the version. */
	private final List<List<Run>> runs = new ArrayList<>();

	/**
	 * For each fragment the positions that no segment covers, deleted ones included.
	 */
	private final List<BitSet> uncovered = new ArrayList<>();

	private Coverage(Manifest manifest, IndexMetadata index) {
		this.manifest = manifest;
		this.index = index;
	}

	static Coverage of(Manifest manifest, IndexMetadata index) {
		Coverage coverage = new Coverage(manifest, index);
		index.segments().forEach((segment) -> coverage.runs.add(new ArrayList<>()));
		for (Fragment fragment : manifest.fragments()) {
			BitSet rest = new BitSet(fragment.rowCount());
			rest.set(0, fragment.rowCount());
			for (int i = 0; i < index.segments().size(); i++) {
				for (RowIds.Overlap overlap : fragment.rowIds().overlaps(index.segments().get(i).rowIds())) {
					rest.clear(overlap.position(), overlap.position() + overlap.count());
					coverage.runs.get(i).add(new Run(fragment, overlap));
				}
			}
			coverage.uncovered.add(rest);
		}
		return coverage;
	}

	boolean isOf(Manifest other, IndexMetadata otherIndex) {
		return this.manifest.fragments() == other.fragments() && this.index.equals(otherIndex);
	}

	/**
	 * Adds the rows that no segment covers.
	 */
	void addUncovered(RowSelection.Builder rows) {
		for (int i = 0; i < this.uncovered.size(); i++) {
			if (!this.uncovered.get(i).isEmpty()) {
				rows.add(this.manifest.fragments().get(i), (BitSet) this.uncovered.get(i).clone());
			}
		}
	}

	/**
	 * Adds the rows of some ordinals, as far as they are in the version.
	 */
	void addRows(int segment, RoaringBitmap ordinals, RowSelection.Builder rows) {
		for (Run run : this.runs.get(segment)) {
			RowIds.Overlap overlap = run.overlap();
			int from = overlap.otherPosition();
			int to = from + overlap.count();
			BitSet positions = new BitSet();
			for (long next = ordinals.nextValue(from); next >= 0
					&& next < to; next = ordinals.nextValue((int) next + 1)) {
				positions.set((int) next - from + overlap.position());
			}
			rows.add(run.fragment(), positions);
		}
	}

	/**
	 * Returns the ordinals of selected rows in a segment.
	 */
	BitSet ordinals(int segment, RowSelection selection) {
		BitSet ordinals = new BitSet();
		for (Run run : this.runs.get(segment)) {
			RowIds.Overlap overlap = run.overlap();
			BitSet positions = selection.of(run.fragment());
			int end = overlap.position() + overlap.count();
			int shift = overlap.otherPosition() - overlap.position();
			for (int from = positions.nextSetBit(overlap.position()); from >= 0 && from < end;) {
				int to = Math.min(positions.nextClearBit(from), end);
				ordinals.set(from + shift, to + shift);
				from = positions.nextSetBit(to);
			}
		}
		return ordinals;
	}

	List<IndexSegment> segments() {
		return this.index.segments();
	}

	/**
	 * Consecutive rows of a fragment and of a segment.
	 */
	private record Run(Fragment fragment, RowIds.Overlap overlap) {
	}

}
