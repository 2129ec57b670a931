package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.expression.evaluate.RowMask;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.IndexMetadata;
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

	/** For each segment whether every row of it is in the version. */
	private final boolean[] whole;

	private RowSelection uncovered;

	private Coverage(Manifest manifest, IndexMetadata index) {
		this.manifest = manifest;
		this.index = index;
		this.whole = new boolean[index.segments().size()];
		this.uncovered = RowSelection.none(manifest);
	}

	static Coverage of(Manifest manifest, IndexMetadata index) {
		Coverage coverage = new Coverage(manifest, index);
		index.segments().forEach((segment) -> coverage.runs.add(new ArrayList<>()));
		RowSelection.Builder uncovered = new RowSelection.Builder(manifest);
		for (Fragment fragment : manifest.fragments()) {
			BitSet rest = new BitSet(fragment.rowCount());
			rest.set(0, fragment.rowCount());
			for (int i = 0; i < index.segments().size(); i++) {
				for (RowIds.Overlap overlap : fragment.rowIds().overlaps(index.segments().get(i).rowIds())) {
					rest.clear(overlap.position(), overlap.position() + overlap.count());
					coverage.runs.get(i).add(new Run(fragment, overlap));
				}
			}
			uncovered.add(fragment, rest);
		}
		coverage.uncovered = uncovered.build();
		for (int i = 0; i < coverage.whole.length; i++) {
			coverage.whole[i] = coverage.areAllThere(i);
		}
		return coverage;
	}

	boolean isOf(Manifest other, IndexMetadata otherIndex) {
		return this.manifest.fragments() == other.fragments() && this.index.segments().equals(otherIndex.segments());
	}

	/**
	 * Returns the rows that no segment covers and that are not deleted.
	 */
	RowSelection uncovered() {
		return this.uncovered;
	}

	/**
	 * Returns the rows, of some that are not deleted, that no segment covers.
	 */
	RowSelection uncovered(RowSelection among) {
		return among.and(this.uncovered);
	}

	/**
	 * Counts the rows of a segment that are in the version.
	 */
	long liveCount(int segment) {
		long count = 0;
		for (Run run : this.runs.get(segment)) {
			long from = run.overlap().position();
			count += run.overlap().count()
					- run.fragment().deletions().rangeCardinality(from, from + run.overlap().count());
		}
		return count;
	}

	/**
	 * Tells whether every row of a segment is in the version.
	 */
	boolean isWhole(int segment) {
		return this.whole[segment];
	}

	private boolean areAllThere(int segment) {
		return this.index.segments().get(segment).rowIds().size() == this.runs.get(segment)
			.stream()
			.filter((run) -> run.fragment().deletions().isEmpty())
			.mapToInt((run) -> run.overlap().count())
			.sum();
	}

	/**
	 * Finds a row of a segment.
	 * @return the run that holds it, or {@code null} if the row is not in the version
	 */
	@Nullable Run find(int segment, int ordinal) {
		List<Run> all = this.runs.get(segment);
		int low = 0;
		int high = all.size() - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			RowIds.Overlap overlap = all.get(middle).overlap();
			if (ordinal < overlap.otherPosition()) {
				high = middle - 1;
			}
			else if (ordinal >= overlap.otherPosition() + overlap.count()) {
				low = middle + 1;
			}
			else {
				return all.get(middle);
			}
		}
		return null;
	}

	/**
	 * Adds the rows of some ordinals, as far as they are in the version.
	 */
	void addRows(int segment, RoaringBitmap ordinals, RowSelection.Builder rows) {
		for (Run run : this.runs.get(segment)) {
			RowIds.Overlap overlap = run.overlap();
			int shift = overlap.position() - overlap.otherPosition();
			BitSet positions = new BitSet();
			ordinals.forEachInRange(overlap.otherPosition(), overlap.count(),
					(ordinal) -> positions.set(ordinal + shift));
			rows.add(run.fragment(), positions);
		}
	}

	/**
	 * Returns the ordinals of selected rows in a segment.
	 */
	BitSet ordinals(int segment, RowSelection selection) {
		long[] words = new long[this.index.segments().get(segment).rowIds().size() / Long.SIZE + 1];
		for (Run run : this.runs.get(segment)) {
			RowIds.Overlap overlap = run.overlap();
			BitSet positions = selection.of(run.fragment())
				.get(overlap.position(), overlap.position() + overlap.count());
			RowMask.place(positions.toLongArray(), words, overlap.otherPosition());
		}
		return BitSet.valueOf(words);
	}

	/**
	 * Returns the id of a row of a segment.
	 */
	long rowId(int segment, int ordinal) {
		return rowIds(segment).at(ordinal);
	}

	/**
	 * Returns the ids of the rows of a segment by their ordinals.
	 */
	RowIds rowIds(int segment) {
		return this.index.segments().get(segment).rowIds();
	}

	/**
	 * Consecutive rows of a fragment and of a segment.
	 */
	record Run(Fragment fragment, RowIds.Overlap overlap) {

		boolean holds(int ordinal) {
			return ordinal >= this.overlap.otherPosition()
					&& ordinal < this.overlap.otherPosition() + this.overlap.count();
		}

		int position(int ordinal) {
			return ordinal - this.overlap.otherPosition() + this.overlap.position();
		}

	}

}
