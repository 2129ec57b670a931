package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.table.Fragment;

/**
 * Keeps the first rows of an order, and no more of them than are asked for.
 */
final class SortedRows {

	private static final @Nullable Object[] NO_KEYS = {};

	private final RowOrder order;

	private final Comparator<RowOrder.Place> comparator;

	private final int limit;

	private final RowOrder.@Nullable Place after;

	private final PriorityQueue<RowOrder.Place> first;

	/**
	 * Looks for rows.
	 * @param order their order
	 * @param limit how many to keep
	 * @param after the place behind which they stand, or {@code null} for all
	 */
	SortedRows(RowOrder order, int limit, RowOrder.@Nullable Place after) {
		this.order = order;
		this.comparator = order.comparator();
		this.limit = limit;
		this.after = after;
		this.first = new PriorityQueue<>(this.comparator.reversed());
	}

	/**
	 * Looks at the rows of a batch.
	 * @param fragment the fragment of the batch
	 * @param start the position in the fragment of the first row of the batch
	 * @param batch the batch
	 * @param selected the positions in the fragment of the rows to look at, or
	 * {@code null} for all
	 */
	void scan(Fragment fragment, int start, RowBatch batch, @Nullable BitSet selected) {
		IntToLongFunction ids = (row) -> fragment.origins().at(start + row);
		for (int row = 0; row < batch.rowCount(); row++) {
			if (selected != null) {
				int next = selected.nextSetBit(start + row);
				if (next < 0 || next - start >= batch.rowCount()) {
					return;
				}
				row = next - start;
			}
			@Nullable Object[] keys = keys(batch, ids, row);
			if (keys != null) {
				offer(new RowOrder.Place(keys, ids.applyAsLong(row), fragment.rowIds().at(start + row)));
			}
		}
	}

	/**
	 * Returns what a row is sorted by, or {@code null} if the first value tells that it
	 * stands behind all that are kept.
	 */
	private @Nullable Object @Nullable [] keys(RowBatch batch, IntToLongFunction ids, int row) {
		List<ExpressionEvaluator> evaluators = this.order.evaluators();
		if (evaluators.isEmpty()) {
			return NO_KEYS;
		}
		Object leading = evaluators.getFirst().key(batch, ids, row);
		RowOrder.Place last = (this.first.size() == this.limit) ? this.first.peek() : null;
		if (last != null && this.order.compare(0, leading, last.keys()[0]) > 0) {
			return null;
		}
		@Nullable Object[] keys = new @Nullable Object[evaluators.size()];
		keys[0] = leading;
		for (int i = 1; i < keys.length; i++) {
			keys[i] = evaluators.get(i).key(batch, ids, row);
		}
		return keys;
	}

	private void offer(RowOrder.Place place) {
		if (this.after != null && this.comparator.compare(place, this.after) <= 0) {
			return;
		}
		if (this.first.size() < this.limit) {
			this.first.add(place);
		}
		else if (this.comparator.compare(place, this.first.element()) < 0) {
			this.first.poll();
			this.first.add(place);
		}
	}

	List<RowOrder.Place> sorted() {
		List<RowOrder.Place> sorted = new ArrayList<>(this.first);
		sorted.sort(this.comparator);
		return sorted;
	}

}
