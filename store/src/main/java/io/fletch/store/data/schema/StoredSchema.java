package io.fletch.store.data.schema;

import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.column.BlobType;

/**
 * How a table's schema stands in its files: dictionaries are plain text there, and blobs
 * are structs.
 */
public final class StoredSchema {

	private StoredSchema() {
	}

	public static Schema of(Schema table) {
		return new Schema(table.getFields().stream().map(StoredSchema::of).toList(), table.getCustomMetadata());
	}

	/**
	 * Returns the schema that a table could have which has a file of this one.
	 * @param stored the schema of a file
	 * @return the schema of its rows
	 */
	public static Schema logical(Schema stored) {
		return new Schema(stored.getFields().stream().map(StoredSchema::logical).toList(), stored.getCustomMetadata());
	}

	private static Field logical(Field field) {
		boolean isBlob = BlobType.isStored(field);
		List<Field> children = isBlob ? List.of() : field.getChildren().stream().map(StoredSchema::logical).toList();
		return new Field(field.getName(), new FieldType(field.isNullable(),
				isBlob ? new ArrowType.LargeBinary() : field.getType(), null, field.getMetadata()), children);
	}

	public static Field of(Field field) {
		if (BlobType.isBlob(field)) {
			return BlobType.stored(field);
		}
		List<Field> children = field.getChildren().stream().map(StoredSchema::of).toList();
		return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null, field.getMetadata()),
				children);
	}

}
