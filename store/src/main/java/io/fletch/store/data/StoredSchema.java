package io.fletch.store.data;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How a table's schema stands in its files: dictionaries are plain text there.
 */
final class StoredSchema {

	private StoredSchema() {
	}

	static Schema of(Schema table) {
		return new Schema(table.getFields().stream().map(StoredSchema::of).toList(), table.getCustomMetadata());
	}

	private static Field of(Field field) {
		List<Field> children = field.getChildren().stream().map(StoredSchema::of).toList();
		return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null, field.getMetadata()),
				children);
	}

}
