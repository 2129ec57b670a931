package io.fletch.store.scan;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.table.Fragment;

/**
 * Counts the rows that have each value of a column; of a list, each of its elements.
 */
final class ValueCounts {

	private final int column;

	private final TextCounts texts = new TextCounts();

	private final Map<Object, Count> others = new HashMap<>();

	private long nulls;

	ValueCounts(int column) {
		this.column = column;
	}

	void scan(Fragment fragment, int start, RowBatch batch, @Nullable BitSet selected) {
		ColumnReader values = batch.columns().get(this.column);
		for (int row = 0; row < batch.rowCount(); row++) {
			if (selected != null) {
				int next = selected.nextSetBit(start + row);
				if (next < 0 || next - start >= batch.rowCount()) {
					return;
				}
				row = next - start;
			}
			count(values, row);
		}
	}

	private void count(ColumnReader values, int row) {
		if (values.isNull(row)) {
			this.nulls++;
		}
		else if (values instanceof ColumnReader.Text text) {
			this.texts.add(text, row);
		}
		else if (values instanceof ColumnReader.Lists lists) {
			Set<Object> elements = new HashSet<>();
			for (int i = lists.start(row); i < lists.end(row); i++) {
				if (!lists.elements().isNull(i)) {
					elements.add(lists.elements().value(i));
				}
			}
			elements.forEach(this::add);
		}
		else {
			add(values.value(row));
		}
	}

	private void add(Object value) {
		Object key = (value instanceof Double number) ? (Object) (number + 0.0)
				: ((value instanceof Float real) ? (Object) (real + 0.0F) : value);
		this.others.computeIfAbsent(key, (absent) -> new Count()).rows++;
	}

	Map<@Nullable Object, Long> toMap() {
		Map<@Nullable Object, Long> counts = new HashMap<>();
		this.others.forEach((value, count) -> counts.put(value, count.rows));
		this.texts.forEach(counts::put);
		if (this.nulls > 0) {
			counts.put(null, this.nulls);
		}
		return counts;
	}

	/**
	 * A number that grows.
	 */
	private static final class Count {

		private long rows;

	}

}
