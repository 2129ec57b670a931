package io.fletch.store.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The ids of the rows of a fragment, by position, as ranges of consecutive ids. No id
 * occurs twice.
 */
public final class RowIds {

	private final List<Range> ranges;

	/** The lowest id of each range, rising. */
	private final long[] firsts;

	/** For each of {@code firsts} the position where its range begins. */
	private final int[] starts;

	/** The position of each range, and behind the last the number of rows. */
	private final int[] positions;

	RowIds(List<Range> ranges) {
		this.ranges = List.copyOf(ranges);
		this.positions = new int[ranges.size() + 1];
		for (int i = 0; i < ranges.size(); i++) {
			this.positions[i + 1] = Math.addExact(this.positions[i], ranges.get(i).count());
		}
		long[] given = ranges.stream().mapToLong(Range::first).toArray();
		if (isRising(given)) {
			this.firsts = given;
			this.starts = Arrays.copyOf(this.positions, given.length);
			return;
		}
		Integer[] order = new Integer[given.length];
		Arrays.setAll(order, (i) -> i);
		Arrays.sort(order, Comparator.comparingLong((i) -> given[i]));
		this.firsts = Arrays.stream(order).mapToLong((i) -> given[i]).toArray();
		this.starts = Arrays.stream(order).mapToInt((i) -> this.positions[i]).toArray();
	}

	private static boolean isRising(long[] ids) {
		for (int i = 1; i < ids.length; i++) {
			if (ids[i] <= ids[i - 1]) {
				return false;
			}
		}
		return true;
	}

	static RowIds of(long first, int count) {
		return new RowIds((count > 0) ? List.of(new Range(first, count)) : List.of());
	}

	/**
	 * Joins ids to ranges.
	 * @param ids the ids by position
	 * @return the ids
	 */
	public static RowIds of(long[] ids) {
		List<Range> ranges = new ArrayList<>();
		int from = 0;
		for (int i = 1; i <= ids.length; i++) {
			if (i == ids.length || ids[i] != ids[i - 1] + 1) {
				ranges.add(new Range(ids[from], i - from));
				from = i;
			}
		}
		return new RowIds(ranges);
	}

	void write(BinaryOutput output) {
		output.putInt(this.ranges.size());
		for (Range range : this.ranges) {
			output.putLong(range.first());
			output.putInt(range.count());
		}
	}

	static RowIds read(BinaryInput input) {
		List<Range> ranges = new ArrayList<>();
		long size = 0;
		for (int count = input.getCount(Long.BYTES + Integer.BYTES); count > 0; count--) {
			Range range = new Range(input.getLong(), input.getInt());
			size += range.count();
			input.require(range.first() >= 0 && range.count() > 0 && range.first() <= Long.MAX_VALUE - range.count()
					&& size < Integer.MAX_VALUE, "the row ids " + range);
			ranges.add(range);
		}
		RowIds ids = new RowIds(ranges);
		input.require(ids.isDistinct(), "row ids twice in a fragment");
		return ids;
	}

	private boolean isDistinct() {
		for (int i = 1; i < this.firsts.length; i++) {
			if (this.firsts[i] < this.firsts[i - 1] + countAt(i - 1)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells whether the ids rise with the position.
	 */
	boolean isRising() {
		for (int i = 1; i < this.starts.length; i++) {
			if (this.starts[i] < this.starts[i - 1]) {
				return false;
			}
		}
		return true;
	}

	private int countAt(int sorted) {
		int range = Arrays.binarySearch(this.positions, this.starts[sorted]);
		return this.positions[range + 1] - this.positions[range];
	}

	/**
	 * Returns the id of a row.
	 * @param position the position of the row in the fragment
	 * @return its id
	 */
	public long at(int position) {
		int found = Arrays.binarySearch(this.positions, position);
		int range = (found >= 0) ? found : -found - 2;
		return this.ranges.get(range).first() + position - this.positions[range];
	}

	/**
	 * Returns the position of a row.
	 * @param rowId the id of the row
	 * @return its position in the fragment, or -1 if the fragment does not hold it
	 */
	public int positionOf(long rowId) {
		int found = Arrays.binarySearch(this.firsts, rowId);
		int sorted = (found >= 0) ? found : -found - 2;
		if (sorted < 0) {
			return -1;
		}
		long distance = rowId - this.firsts[sorted];
		return (distance < countAt(sorted)) ? (int) (this.starts[sorted] + distance) : -1;
	}

	/**
	 * Returns the id of the last row.
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

	/**
	 * Returns the ids from a position on.
	 */
	RowIds from(int position) {
		List<Range> rest = new ArrayList<>();
		for (int i = 0; i < this.ranges.size(); i++) {
			int skipped = Math.clamp(position - this.positions[i], 0, this.ranges.get(i).count());
			if (skipped < this.ranges.get(i).count()) {
				rest.add(new Range(this.ranges.get(i).first() + skipped, this.ranges.get(i).count() - skipped));
			}
		}
		return new RowIds(rest);
	}

	/**
	 * Finds the ids that other rows have, too.
	 * @param other other ids
	 * @return where they stand in both, as runs of consecutive ids, in the order of the
	 * ids
	 */
	public List<Overlap> overlaps(RowIds other) {
		List<Overlap> overlaps = new ArrayList<>();
		int mine = 0;
		int theirs = 0;
		while (mine < this.firsts.length && theirs < other.firsts.length) {
			long end = this.firsts[mine] + countAt(mine);
			long otherEnd = other.firsts[theirs] + other.countAt(theirs);
			long from = Math.max(this.firsts[mine], other.firsts[theirs]);
			long to = Math.min(end, otherEnd);
			if (from < to) {
				overlaps.add(new Overlap((int) (this.starts[mine] + from - this.firsts[mine]),
						(int) (other.starts[theirs] + from - other.firsts[theirs]), (int) (to - from)));
			}
			if (end < otherEnd) {
				mine++;
			}
			else {
				theirs++;
			}
		}
		return overlaps;
	}

	/**
	 * Returns these ids and others behind them.
	 */
	RowIds with(RowIds others) {
		List<Range> both = new ArrayList<>(this.ranges);
		both.addAll(others.ranges);
		return new RowIds(both);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RowIds ids && this.ranges.equals(ids.ranges);
	}

	@Override
	public int hashCode() {
		return this.ranges.hashCode();
	}

	/**
	 * Consecutive ids that stand in two places.
	 *
	 * @param position the position of the first here
	 * @param otherPosition its position there
	 * @param count how many they are
	 */
	public record Overlap(int position, int otherPosition, int count) {
	}

	record Range(long first, int count) {
	}

}
