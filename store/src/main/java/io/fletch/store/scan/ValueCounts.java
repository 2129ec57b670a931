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

	private final IndexedField field;

	private final TextCounts texts = new TextCounts();

	private final Map<Object, Count> others = new HashMap<>();

	private long nulls;

	ValueCounts(IndexedField field) {
		this.field = field;
	}

	void scan(Fragment fragment, int start, RowBatch batch, @Nullable BitSet selected) {
		ColumnReader values = this.field.in(batch);
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

	void addNulls(long rows) {
		this.nulls += rows;
	}

	/**
	 * Counts rows with a value.
	 */
	void add(Object value, long rows) {
		if (rows > 0) {
			this.others.computeIfAbsent(normal(value), (absent) -> new Count()).rows += rows;
		}
	}

	private void add(Object value) {
		add(value, 1);
	}

	/**
	 * Both zeros are one.
	 */
	private static Object normal(Object value) {
		return switch (value) {
			case Double number -> number + 0.0;
			case Float number -> number + 0.0F;
			default -> value;
		};
	}

	Map<@Nullable Object, Long> toMap() {
		Map<@Nullable Object, Long> counts = new HashMap<>();
		this.others.forEach((value, count) -> counts.put(value, count.rows));
		this.texts.forEach((text, count) -> counts.merge(text, count, Long::sum));
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
