package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The name of a column, or of a field inside one, as it was written: as the schema has
 * it, else without regard to case, as in conditions.
 */
final class ColumnName {

	private ColumnName() {
	}

	/**
	 * Reads a name.
	 * @return the way to the field by the names of the schema; by those that were written
	 * where the schema has none
	 */
	static FieldPath path(String name, Schema schema) {
		if (schema.getFields().stream().anyMatch((field) -> field.getName().equals(name))) {
			return new FieldPath(List.of(name));
		}
		List<String> names = new ArrayList<>();
		List<Field> level = schema.getFields();
		for (String written : FieldPath.parse(name).names()) {
			Field found = find(level, written);
			names.add((found != null) ? found.getName() : written);
			level = (found != null) ? found.getChildren() : List.of();
		}
		return new FieldPath(List.copyOf(names));
	}

	private static @Nullable Field find(List<Field> fields, String name) {
		return fields.stream()
			.filter((field) -> field.getName().equals(name))
			.findFirst()
			.or(() -> fields.stream().filter((field) -> field.getName().equalsIgnoreCase(name)).findFirst())
			.orElse(null);
	}

}
