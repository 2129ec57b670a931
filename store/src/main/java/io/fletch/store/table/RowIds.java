package io.fletch.store.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stable ids of the rows of a fragment, by position: rising ranges of consecutive
 * ids. Ids are never used twice in a table.
 */
public final class RowIds {

	private final List<Range> ranges;

	/** The lowest id of each range. */
	private final long[] firsts;

	/** The position of each range, and behind the last the number of rows. */
	private final int[] positions;

	RowIds(List<Range> ranges) {
		this.ranges = List.copyOf(ranges);
		this.firsts = ranges.stream().mapToLong(Range::first).toArray();
		this.positions = new int[ranges.size() + 1];
		for (int i = 0; i < ranges.size(); i++) {
			this.positions[i + 1] = this.positions[i] + ranges.get(i).count();
		}
	}

	static RowIds of(long first, int count) {
		return new RowIds(List.of(new Range(first, count)));
	}

	/**
	 * Joins rising ids to ranges.
	 */
	static RowIds of(List<Long> ids) {
		List<Range> ranges = new ArrayList<>();
		int from = 0;
		for (int i = 1; i <= ids.size(); i++) {
			if (i == ids.size() || ids.get(i) != ids.get(i - 1) + 1) {
				ranges.add(new Range(ids.get(from), i - from));
				from = i;
			}
		}
		return new RowIds(ranges);
	}

	List<Range> ranges() {
		return this.ranges;
	}

	/**
	 * Returns the id of a row.
	 * @param position the position of the row in the fragment
	 * @return its id
	 */
	public long at(int position) {
		int found = Arrays.binarySearch(this.positions, position);
		int range = (found >= 0) ? found : -found - 2;
		return this.firsts[range] + position - this.positions[range];
	}

	/**
	 * Returns the position of a row.
	 * @param rowId the id of the row
	 * @return its position in the fragment, or -1 if the fragment does not hold it
	 */
	public int positionOf(long rowId) {
		int found = Arrays.binarySearch(this.firsts, rowId);
		int range = (found >= 0) ? found : -found - 2;
		if (range < 0) {
			return -1;
		}
		long position = this.positions[range] + rowId - this.firsts[range];
		return (position < this.positions[range + 1]) ? (int) position : -1;
	}

	/**
	 * Returns the highest id.
	 * @return the id, or -1 if there is none
	 */
	public long last() {
		return (size() == 0) ? -1 : at(size() - 1);
	}

	/**
	 * Returns the number of rows.
	 * @return the number of rows
	 */
	public int size() {
		return this.positions[this.positions.length - 1];
	}

	record Range(long first, int count) {
	}

}
