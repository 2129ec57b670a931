package io.fletch.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.langchain4j.data.document.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a segment as they lie in the columns of its row. A type is kept only where
 * the column does not tell it.
 */
final class SegmentMetadata {

	private static final String UUID_TYPE = "uuid";

	private static final String LONG_TYPE = "long";

	private static final String FLOAT_TYPE = "float";

	private final Map<String, Object> strings = new LinkedHashMap<>();

	private final Map<String, Object> integers = new LinkedHashMap<>();

	private final Map<String, Object> decimals = new LinkedHashMap<>();

	private final Map<String, Object> types = new LinkedHashMap<>();

	private SegmentMetadata() {
	}

	/**
	 * Puts metadata into the columns of a row.
	 */
	static void write(Metadata metadata, Map<String, @Nullable Object> row) {
		SegmentMetadata columns = new SegmentMetadata();
		metadata.toMap().forEach(columns::put);
		put(row, StoredSegment.STRINGS, columns.strings);
		put(row, StoredSegment.INTEGERS, columns.integers);
		put(row, StoredSegment.DECIMALS, columns.decimals);
		put(row, StoredSegment.TYPES, columns.types);
		row.put(StoredSegment.LABELS,
				metadata.toMap()
					.entrySet()
					.stream()
					.map((entry) -> MetadataLabel.of(entry.getKey(), entry.getValue()))
					.distinct()
					.toList());
	}

	private static void put(Map<String, @Nullable Object> row, String column, Map<String, Object> values) {
		row.put(column, values.isEmpty() ? null : values);
	}

	private void put(String key, Object value) {
		switch (value) {
			case String text -> this.strings.put(key, text);
			case UUID uuid -> put(this.strings, key, uuid.toString(), UUID_TYPE);
			case Integer number -> this.integers.put(key, number.longValue());
			case Long number -> put(this.integers, key, number, LONG_TYPE);
			case Float number -> put(this.decimals, key, written(number), FLOAT_TYPE);
			case Double number -> this.decimals.put(key, number);
			default -> throw new IllegalArgumentException("The metadata '" + key + "' is of the type "
					+ value.getClass().getName() + "; it must be a String, UUID, Integer, Long, Float or Double");
		}
	}

	private void put(Map<String, Object> column, String key, Object value, String type) {
		column.put(key, value);
		this.types.put(key, type);
	}

	/**
	 * Returns the number that a float is written as: 0.1 for 0.1f, so that it equals the
	 * same number given as a double, as it does in LangChain4j's own filters.
	 */
	static double written(float number) {
		return Double.parseDouble(Float.toString(number));
	}

	/**
	 * Reads metadata from the columns of a row.
	 */
	static Metadata read(Map<String, @Nullable Object> row) {
		Map<?, ?> types = column(row, StoredSegment.TYPES);
		Map<String, Object> values = new LinkedHashMap<>();
		column(row, StoredSegment.STRINGS)
			.forEach((key, value) -> values.put((String) key, string((String) value, types.get(key))));
		column(row, StoredSegment.INTEGERS)
			.forEach((key, value) -> values.put((String) key, integer((Long) value, types.get(key))));
		column(row, StoredSegment.DECIMALS)
			.forEach((key, value) -> values.put((String) key, decimal((Double) value, types.get(key))));
		return Metadata.from(values);
	}

	private static Map<?, ?> column(Map<String, @Nullable Object> row, String name) {
		return (row.get(name) instanceof Map<?, ?> values) ? values : Map.of();
	}

	private static Object string(String value, @Nullable Object type) {
		if (UUID_TYPE.equals(type)) {
			try {
				return UUID.fromString(value);
			}
			catch (IllegalArgumentException ex) {
				// Somebody else wrote this row: the text is still a text.
				return value;
			}
		}
		return value;
	}

	private static Object integer(Long value, @Nullable Object type) {
		boolean isLong = LONG_TYPE.equals(type) || value != value.intValue();
		return isLong ? (Object) value : (Object) value.intValue();
	}

	private static Object decimal(Double value, @Nullable Object type) {
		return FLOAT_TYPE.equals(type) ? (Object) value.floatValue() : (Object) value;
	}

}
