package io.fletch.store.ingest;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.record.RecordColumns;

/**
 * Arranges maps and records by the columns of a schema. A column that a row does not name
 * is null. Not safe for several threads.
 */
final class NamedRows {

	private final List<String> names;

	private final Map<String, Integer> positions = new HashMap<>();

	private @Nullable RecordColumns columns;

	private int[] componentPositions = new int[0];

	private final BitSet named = new BitSet();

	private long row;

	NamedRows(Schema schema) {
		this.names = schema.getFields().stream().map(Field::getName).toList();
		for (int i = 0; i < this.names.size(); i++) {
			this.positions.put(this.names.get(i), i);
		}
	}

	@Nullable Object[] arrange(@Nullable Object element) {
		@Nullable Object[] values = new @Nullable Object[this.names.size()];
		switch (element) {
			case Map<?, ?> map -> arrange(map, values);
			case Record one -> arrange(one, values);
			case null, default -> throw notARow(this.row, element);
		}
		this.row++;
		return values;
	}

	private void arrange(Map<?, ?> map, @Nullable Object[] values) {
		int expected = 0;
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			// Rows mostly name the columns in one order, so that no look-up is needed.
			int position = (expected < values.length && this.names.get(expected).equals(entry.getKey())) ? expected
					: position(entry.getKey(), map.keySet());
			values[position] = entry.getValue();
			this.named.set(position);
			expected = position + 1;
		}
	}

	private void arrange(Record one, @Nullable Object[] values) {
		RecordColumns current = this.columns;
		if (current == null || !current.areOf(one)) {
			current = RecordColumns.of(one.getClass());
			this.columns = current;
			List<String> own = current.names();
			this.componentPositions = own.stream().mapToInt((name) -> position(name, own)).toArray();
			Arrays.stream(this.componentPositions).forEach(this.named::set);
		}
		for (int i = 0; i < this.componentPositions.length; i++) {
			values[this.componentPositions[i]] = current.get(one, i);
		}
	}

	/**
	 * Returns which columns some row named so far.
	 */
	BitSet named() {
		return (BitSet) this.named.clone();
	}

	private int position(@Nullable Object name, Collection<?> all) {
		Integer position = this.positions.get(name);
		if (position == null) {
			throw RowChecker.unknown("Row " + this.row + " has", all, this.names);
		}
		return position;
	}

	static InvalidInputException notARow(long row, @Nullable Object element) {
		return new InvalidInputException(
				"Row " + row + " is " + ((element != null) ? "a " + element.getClass().getName() : "null")
						+ "; a row is a map by column name or a record");
	}

}
