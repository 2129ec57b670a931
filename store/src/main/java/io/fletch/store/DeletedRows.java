package io.fletch.store;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.table.Change;
import io.fletch.store.table.Fragment;

/**
 * The rows that a change takes away. A fragment that loses its last row goes as a whole.
 */
final class DeletedRows {

	private final Map<Integer, RoaringBitmap> positions = new HashMap<>();

	private final List<Integer> fragments = new ArrayList<>();

	/**
	 * Takes rows away.
	 * @param fragment a fragment, once
	 * @param rows the positions in it of rows that are not deleted yet
	 */
	void add(Fragment fragment, BitSet rows) {
		int count = rows.cardinality();
		if (count == fragment.liveCount()) {
			this.fragments.add(fragment.id());
		}
		else if (count > 0) {
			this.positions.put(fragment.id(), BitSetUtil.bitmapOf(rows));
		}
	}

	Change from(Change change) {
		return change.deleting(this.positions).removing(this.fragments);
	}

}
