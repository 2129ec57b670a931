package io.fletch.store.data.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which the fields of a stored schema are known, nested ones too. A field
 * keeps its number when it is renamed or its type is widened, so that files written
 * before are still read right.
 */
public final class FieldIds {

	private static final String KEY = "fletch.field.id";

	private static final int ABSENT = -1;

	private FieldIds() {
	}

	/**
	 * Gives a number to every field that has none, in depth-first order.
	 * @param schema the schema
	 * @param firstFree the first number to give
	 * @return the schema, all of whose fields have numbers
	 */
	public static Schema assign(Schema schema, int firstFree) {
		int[] next = { firstFree };
		return new Schema(schema.getFields().stream().map((field) -> assign(field, next)).toList(),
				schema.getCustomMetadata());
	}

	private static Field assign(Field field, int[] next) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		if (of(field) == ABSENT) {
			metadata.put(KEY, String.valueOf(next[0]++));
		}
		List<Field> children = new ArrayList<>();
		for (Field child : field.getChildren()) {
			children.add(assign(child, next));
		}
		return with(field, metadata, children);
	}

	/**
	 * Returns the number that the next new field may have.
	 * @param schema the schema
	 * @return the highest number in the schema and 1, or 0 if it has none
	 */
	public static int next(Schema schema) {
		return highest(schema.getFields()) + 1;
	}

	private static int highest(List<Field> fields) {
		int highest = ABSENT;
		for (Field field : fields) {
			highest = Math.max(highest, Math.max(of(field), highest(field.getChildren())));
		}
		return highest;
	}

	/**
	 * Returns the number of a field.
	 * @param field the field
	 * @return the number, or -1 if it has none
	 */
	public static int of(Field field) {
		String id = field.getMetadata().get(KEY);
		if (id == null || id.isEmpty() || id.length() > 10) {
			return ABSENT;
		}
		try {
			return Math.max(ABSENT, Integer.parseInt(id));
		}
		catch (NumberFormatException ex) {
			return ABSENT;
		}
	}

	/**
	 * Returns the numbers of a field and of all in it.
	 * @param field the field
	 * @return the numbers
	 */
	public static Stream<Integer> withNested(Field field) {
		return Stream.concat(Stream.of(of(field)), field.getChildren().stream().flatMap(FieldIds::withNested));
	}

	/**
	 * Finds a field at any depth.
	 * @param schema the schema
	 * @param id the id of the field
	 * @return the field, or {@code null} if the schema has none of that id
	 */
	public static @Nullable Field find(Schema schema, int id) {
		return find(schema.getFields(), id);
	}

	private static @Nullable Field find(List<Field> fields, int id) {
		for (Field field : fields) {
			Field found = (of(field) == id) ? field : find(field.getChildren(), id);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * Removes the numbers, for those who need not see them.
	 * @param schema the schema
	 * @return the schema without numbers
	 */
	public static Schema strip(Schema schema) {
		return new Schema(schema.getFields().stream().map(FieldIds::strip).toList(), schema.getCustomMetadata());
	}

	private static Field strip(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.remove(KEY);
		return with(field, metadata, field.getChildren().stream().map(FieldIds::strip).toList());
	}

	private static Field with(Field field, Map<String, String> metadata, List<Field> children) {
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata), children);
	}

}
