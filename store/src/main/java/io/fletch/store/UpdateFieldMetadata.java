package io.fletch.store;

import java.util.HashMap;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Sets and deletes entries of a field's metadata.
 */
final class UpdateFieldMetadata implements SchemaChange.Edit {

	/** What the metadata keys that we give a meaning to begin with. */
	private static final String RESERVED = "fletch.";

	private final FieldPath path;

	private final Map<String, @Nullable String> entries;

	private final boolean replace;

	UpdateFieldMetadata(String path, Map<String, ? extends @Nullable String> entries, boolean replace) {
		this.path = FieldPath.parse(path);
		this.entries = new HashMap<>(entries);
		this.replace = replace;
		for (String key : entries.keySet()) {
			if (key.startsWith(RESERVED)) {
				throw new InvalidInputException("The metadata key '" + key + "' is reserved; choose one that does not "
						+ "begin with '" + RESERVED + "'");
			}
		}
	}

	@Override
	public Operation operation() {
		return Operation.ALTER_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		return this.path.change(latest, this::update);
	}

	private Field update(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		if (this.replace) {
			metadata.keySet().removeIf((key) -> !key.startsWith(RESERVED));
		}
		this.entries.forEach((key, value) -> {
			if (value == null) {
				metadata.remove(key);
			}
			else {
				metadata.put(key, value);
			}
		});
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

}
