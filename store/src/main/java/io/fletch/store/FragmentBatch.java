package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.RowBatch;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Fragment;

/**
 * A batch, and where in its fragment it begins.
 *
 * @param fragment the fragment
 * @param start the position of the first row of the batch
 * @param rows the rows, deleted ones included
 */
record FragmentBatch(Fragment fragment, int start, RowBatch rows) {

	static List<FragmentBatch> of(Fragment fragment, Storage storage, Schema schema) throws IOException {
		List<FragmentBatch> batches = new ArrayList<>();
		int start = 0;
		for (RowBatch rows : fragment.batches(storage, schema)) {
			batches.add(new FragmentBatch(fragment, start, rows));
			start += rows.rowCount();
		}
		return batches;
	}

	/**
	 * Returns the rows that are not deleted.
	 */
	BitSet live() {
		BitSet live = new BitSet(this.rows.rowCount());
		live.set(0, this.rows.rowCount());
		removeDeleted(live);
		return live;
	}

	/**
	 * Returns those of some rows that pass a filter. Only what these rows hold can make
	 * it fail.
	 */
	BitSet passing(ExpressionEvaluator filter, BitSet among) {
		try {
			BitSet passing = filter.passing(this.rows, this::origin);
			passing.and(among);
			return passing;
		}
		catch (InvalidInputException ex) {
			BitSet passing = new BitSet(this.rows.rowCount());
			among.stream().filter((row) -> filter.passes(this.rows.row(row), origin(row))).forEach(passing::set);
			return passing;
		}
	}

	/**
	 * Returns the rows that pass a filter and are not deleted.
	 */
	BitSet passing(ExpressionEvaluator filter) {
		try {
			BitSet passing = filter.passing(this.rows, this::origin);
			removeDeleted(passing);
			return passing;
		}
		catch (InvalidInputException ex) {
			return passing(filter, live());
		}
	}

	void removeDeleted(BitSet positions) {
		if (this.fragment.liveCount() == this.fragment.rowCount()) {
			return;
		}
		for (int row = positions.nextSetBit(0); row >= 0; row = positions.nextSetBit(row + 1)) {
			if (this.fragment.isDeleted(this.start + row)) {
				positions.clear(row);
			}
		}
	}

	long origin(int row) {
		return this.fragment.origins().at(this.start + row);
	}

}
