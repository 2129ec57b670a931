package io.fletch.store.data.schema;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.column.BlobType;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.JsonType;
import io.fletch.store.error.InvalidInputException;

/**
 * Checks that a table can have a schema. Every rule about schemas is here or, about
 * single types, in {@link ColumnType#of(Field)}.
 */
public final class SchemaChecker {

	static final int MAX_DEPTH = 32;

	private static final int MAX_COLUMNS = 10_000;

	private static final int MAX_DIMENSIONS = 1 << 16;

	private SchemaChecker() {
	}

	/**
	 * Checks a schema.
	 * @param schema the schema
	 * @throws InvalidInputException if a table cannot have it; the message names the
	 * field and the rule
	 */
	public static void check(Schema schema) {
		List<Field> fields = schema.getFields();
		if (fields.isEmpty()) {
			throw new InvalidInputException("The schema has no columns; a table needs at least one");
		}
		if (fields.size() > MAX_COLUMNS) {
			throw new InvalidInputException("The schema has " + fields.size() + " columns; a table takes at most "
					+ MAX_COLUMNS + ". Put what belongs together into a struct or a map.");
		}
		schema.getCustomMetadata().forEach((key, value) -> {
			requireText(key, "The schema has metadata whose key");
			requireText(value, "The schema has metadata whose value");
		});
		checkNames(fields, "");
		for (Field field : fields) {
			if (field.getName().contains(".")) {
				throw new InvalidInputException("The column '" + field.getName()
						+ "' has a '.' in its name, which stands between a struct and its fields; use '_'");
			}
			check(field, field.getName(), 1);
		}
	}

	/**
	 * Refuses half of a surrogate pair, for which UTF-8 has no form.
	 */
	private static void requireText(String text, String what) {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw new InvalidInputException(what + " has half a surrogate pair, which is no text; correct it");
		}
	}

	private static void checkNames(List<Field> siblings, String parent) {
		Set<String> names = new HashSet<>();
		String place = parent.isEmpty() ? "The schema" : "The field '" + parent + "'";
		for (Field field : siblings) {
			String name = field.getName();
			if (name == null || name.isEmpty()) {
				throw new InvalidInputException(place + " has a field without a name; name it");
			}
			requireText(name, place + " has a field whose name");
			if (!names.add(name)) {
				throw new InvalidInputException(place + " has two fields named '" + name + "'; rename one");
			}
		}
	}

	private static void check(Field field, String path, int depth) {
		if (depth > MAX_DEPTH) {
			throw new InvalidInputException(
					"The field '" + path + "' is nested more than " + MAX_DEPTH + " levels deep; flatten the schema");
		}
		checkTexts(field, path);
		ArrowType type = ColumnType.storage(field.getType());
		checkSize(type, path);
		checkZone(type, path);
		boolean isStruct = type instanceof ArrowType.Struct;
		if (isStruct) {
			if (field.getChildren().isEmpty()) {
				throw new InvalidInputException(
						"The struct '" + path + "' has no fields; give it one, or leave it out");
			}
			checkNames(field.getChildren(), path);
		}
		for (Field child : field.getChildren()) {
			check(child, path + "." + child.getName(), depth + 1);
		}
		ColumnType.of(field);
		checkMarks(field, path);
	}

	private static void checkTexts(Field field, String path) {
		if (field.getName() != null) {
			requireText(field.getName(), "The field '" + path + "' has a name that");
		}
		field.getMetadata().forEach((key, value) -> {
			requireText(key, "The field '" + path + "' has metadata whose key");
			requireText(value, "The field '" + path + "' has metadata whose value");
		});
	}

	private static void checkMarks(Field field, String path) {
		if (BlobType.isMarked(field) && !BlobType.isBlob(field)) {
			throw new InvalidInputException("The field '" + path + "' is marked as a blob, but has the type "
					+ field.getType() + "; blobs are binary or large_binary");
		}
		if (JsonType.isMarked(field) && !JsonType.isJson(field)) {
			throw new InvalidInputException("The field '" + path + "' is marked as JSON, but has the type "
					+ field.getType() + "; JSON is utf8 or large_utf8");
		}
	}

	private static void checkZone(ArrowType type, String path) {
		if (type instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() != null) {
			try {
				ZoneId.of(timestamp.getTimezone());
			}
			catch (DateTimeException ex) {
				throw new InvalidInputException(
						"The field '" + path + "' has the time zone '" + timestamp.getTimezone()
								+ "', which is none; give one such as UTC, +02:00 or Europe/Berlin, or none at all",
						ex);
			}
		}
	}

	private static void checkSize(ArrowType type, String path) {
		int size = switch (type) {
			case ArrowType.FixedSizeList list -> list.getListSize();
			case ArrowType.FixedSizeBinary binary -> binary.getByteWidth();
			default -> 1;
		};
		if (size < 1 || (type instanceof ArrowType.FixedSizeList && size > MAX_DIMENSIONS)) {
			throw new InvalidInputException("The field '" + path + "' has the size " + size
					+ "; a list of fixed size takes 1 to " + MAX_DIMENSIONS + ", binary data at least 1");
		}
	}

}
