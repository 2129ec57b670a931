package io.fletch.store;

import java.util.Arrays;
import java.util.List;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * Finds the rows of a version by how many stand before them in the order of adding.
 */
final class RowOffsets {

	private final List<Fragment> fragments;

	/** For each fragment how many rows stand in it and those before it. */
	private final long[] ends;

	RowOffsets(Manifest manifest) {
		this.fragments = manifest.fragments();
		this.ends = this.fragments.stream().mapToLong(Fragment::liveCount).toArray();
		Arrays.parallelPrefix(this.ends, Long::sum);
	}

	/**
	 * Returns the id under which a row is stored.
	 */
	long rowId(long offset) {
		long count = (this.ends.length > 0) ? this.ends[this.ends.length - 1] : 0;
		if (offset < 0 || offset >= count) {
			throw new InvalidInputException("There is no row at the offset " + offset + "; the table has " + count
					+ " rows, and offsets count from 0");
		}
		int found = fragment(offset);
		Fragment fragment = this.fragments.get(found);
		int number = (int) (offset - this.ends[found] + fragment.liveCount());
		return fragment.rowIds().at(fragment.livePosition(number));
	}

	/**
	 * Returns the first fragment that ends behind an offset; fragments may be empty.
	 */
	private int fragment(long offset) {
		int low = 0;
		int high = this.ends.length - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.ends[middle] <= offset) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
