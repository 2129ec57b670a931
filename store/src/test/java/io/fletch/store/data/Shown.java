package io.fletch.store.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as text, whose equality is that of the values, class and order included.
 */
final class Shown {

	private Shown() {
	}

	static List<Object[]> rows(Iterable<RowBatch> batches) {
		List<Object[]> rows = new ArrayList<>();
		for (RowBatch batch : batches) {
			for (int row = 0; row < batch.rowCount(); row++) {
				rows.add(batch.row(row));
			}
		}
		return rows;
	}

	/**
	 * Says where rows differ from what they should be, and nothing if they do not.
	 */
	static String difference(List<Object[]> actual, List<Object[]> expected) {
		if (actual.size() != expected.size()) {
			return actual.size() + " rows, not " + expected.size();
		}
		for (int row = 0; row < actual.size(); row++) {
			for (int column = 0; column < expected.get(row).length; column++) {
				String found = value(actual.get(row)[column]);
				String wanted = value(expected.get(row)[column]);
				if (!found.equals(wanted)) {
					return "row " + row + ", column " + column + ": " + found + ", not " + wanted;
				}
			}
		}
		return "";
	}

	static String value(Object value) {
		return switch (value) {
			case null -> "null";
			case List<?> list -> list.stream().map(Shown::value).toList().toString();
			case Map<?, ?> map -> {
				Map<String, String> shown = new LinkedHashMap<>();
				map.forEach((key, one) -> shown.put(value(key), value(one)));
				yield shown.toString();
			}
			case Object array when array.getClass().isArray() -> {
				List<Object> elements = new ArrayList<>();
				for (int i = 0; i < Array.getLength(array); i++) {
					elements.add(Array.get(array, i));
				}
				yield array.getClass().getSimpleName() + elements;
			}
			default -> value.getClass().getSimpleName() + ":" + value;
		};
	}

}
