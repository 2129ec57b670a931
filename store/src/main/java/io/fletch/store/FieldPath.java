package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * The way to a field of a schema: names with dots between them, each in back-ticks if it
 * holds other than letters, digits and underscores.
 *
 * @param names the names, outermost first
 */
record FieldPath(List<String> names) {

	static FieldPath parse(String text) {
		List<String> names = new ArrayList<>();
		int position = 0;
		while (position <= text.length()) {
			int end;
			if (position < text.length() && text.charAt(position) == '`') {
				end = text.indexOf('`', position + 1);
				names.add((end < 0) ? "" : text.substring(position + 1, end));
				end++;
			}
			else {
				end = text.indexOf('.', position);
				end = (end < 0) ? text.length() : end;
				names.add(text.substring(position, end));
			}
			if (names.getLast().isEmpty() || (end < text.length() && text.charAt(end) != '.')) {
				throw new InvalidInputException("'" + text
						+ "' is no path of a field; write names with dots between them, for example author.name or `odd name`.x");
			}
			position = end + 1;
		}
		return new FieldPath(List.copyOf(names));
	}

	boolean isNested() {
		return this.names.size() > 1;
	}

	/**
	 * Finds the field.
	 * @throws InvalidInputException if there is none
	 */
	Field in(Schema schema) {
		List<Field> level = schema.getFields();
		Field found = null;
		for (String name : this.names) {
			found = level.stream().filter((field) -> field.getName().equals(name)).findFirst().orElse(null);
			if (found == null) {
				throw new InvalidInputException("There is no field '" + this + "'; the fields "
						+ ((level == schema.getFields()) ? "of the table" : "there") + " are "
						+ level.stream().map(Field::getName).toList());
			}
			level = (found.getType() instanceof ArrowType.Struct) ? found.getChildren() : List.of();
		}
		if (found == null) {
			throw new IllegalStateException("A path without names");
		}
		return found;
	}

	/**
	 * Finds the value of the field in a row.
	 * @param values the values of the columns
	 * @return the value, {@code null} if a struct on the way is null
	 */
	@Nullable Object value(@Nullable Object[] values, Schema schema) {
		Object value = values[schema.getFields().indexOf(schema.findField(this.names.getFirst()))];
		for (String name : this.names.subList(1, this.names.size())) {
			value = (value instanceof Map<?, ?> struct) ? struct.get(name) : null;
		}
		return value;
	}

	/**
	 * Changes the field.
	 * @param change gives the field that takes its place, or {@code null} to leave it out
	 * @return the schema with the changed field
	 */
	Schema change(Schema schema, Function<Field, @Nullable Field> change) {
		in(schema);
		return new Schema(change(schema.getFields(), 0, change), schema.getCustomMetadata());
	}

	private List<Field> change(List<Field> level, int depth, Function<Field, @Nullable Field> change) {
		List<Field> changed = new ArrayList<>();
		for (Field field : level) {
			Field next = field;
			if (field.getName().equals(this.names.get(depth))) {
				next = (depth == this.names.size() - 1) ? change.apply(field) : new Field(field.getName(),
						field.getFieldType(), change(field.getChildren(), depth + 1, change));
			}
			if (next != null) {
				changed.add(next);
			}
		}
		return changed;
	}

	@Override
	public String toString() {
		return String.join(".", this.names);
	}

}
