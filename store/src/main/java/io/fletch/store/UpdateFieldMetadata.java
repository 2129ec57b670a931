package io.fletch.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Sets and deletes entries of fields' metadata.
 */
final class UpdateFieldMetadata implements SchemaChange.Edit {

	/** What the metadata keys that we give a meaning to begin with. */
	private static final String RESERVED = "fletch.";

	/** What the metadata keys that belong to the type begin with. */
	private static final String EXTENSION = "ARROW:extension:";

	private final Map<FieldPath, Map<String, @Nullable String>> entries = new LinkedHashMap<>();

	private final boolean replace;

	/**
	 * Changes metadata.
	 * @param entries the entries of each field by its path
	 * @param replace whether others go
	 */
	UpdateFieldMetadata(Map<String, ? extends Map<String, ? extends @Nullable String>> entries, boolean replace) {
		this.replace = replace;
		entries.forEach((path, changed) -> {
			requireUnreserved(changed.keySet());
			if (this.entries.put(FieldPath.parse(path), new HashMap<>(changed)) != null) {
				throw new InvalidInputException("The metadata of the field '" + path + "' is given twice");
			}
		});
	}

	private static void requireUnreserved(Set<String> keys) {
		for (String key : keys) {
			if (key.startsWith(RESERVED) || key.startsWith(EXTENSION)) {
				throw new InvalidInputException("The metadata key '" + key + "' is reserved; choose one that does not "
						+ "begin with '" + RESERVED + "' or '" + EXTENSION + "'");
			}
		}
	}

	@Override
	public Operation operation() {
		return Operation.ALTER_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		Schema changed = latest;
		for (Map.Entry<FieldPath, Map<String, @Nullable String>> entry : this.entries.entrySet()) {
			changed = entry.getKey().change(changed, (field) -> update(field, entry.getValue()));
		}
		SchemaChecker.check(FieldIds.strip(changed));
		return changed;
	}

	private Field update(Field field, Map<String, @Nullable String> changed) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		if (this.replace) {
			metadata.keySet().removeIf((key) -> !key.startsWith(RESERVED) && !key.startsWith(EXTENSION));
		}
		changed.forEach((key, value) -> {
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
