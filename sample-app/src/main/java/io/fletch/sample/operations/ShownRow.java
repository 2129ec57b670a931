package io.fletch.sample.operations;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Hit;

/**
 * A row, for people to read: long values are cut, and vectors counted.
 *
 * @param rowId the row's id
 * @param values a text for each column, {@code null} for null and for columns that the
 * row has not
 */
public record ShownRow(long rowId, List<@Nullable String> values) {

	/** How many characters of a value are shown. */
	static final int LONGEST = 300;

	/** Longer lists of numbers are vectors, which nobody reads. */
	private static final int MOST_ELEMENTS = 12;

	/**
	 * Shows a row under columns, which it may have or not.
	 */
	static ShownRow of(Hit<Map<String, @Nullable Object>> hit, Schema schema) {
		List<@Nullable String> values = new ArrayList<>();
		schema.getFields().forEach((field) -> values.add(shown(hit.row().get(field.getName()))));
		return new ShownRow(hit.rowId(), values);
	}

	static @Nullable String shown(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof byte[] bytes) {
			return bytes.length + " bytes";
		}
		if (value.getClass().isArray()) {
			return Array.getLength(value) + " numbers";
		}
		if (value instanceof Collection<?> list && list.size() > MOST_ELEMENTS) {
			return list.size() + " elements";
		}
		String text = value.toString();
		if (text.length() <= LONGEST) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
		return text.substring(0, end) + "…";
	}

}
