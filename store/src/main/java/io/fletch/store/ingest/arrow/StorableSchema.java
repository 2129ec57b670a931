package io.fletch.store.ingest.arrow;

import java.util.List;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema of a table that holds what a foreign schema describes: the plain type in the
 * place of dictionary-encoded ones and of views, and decimals of 128 bits at least.
 */
final class StorableSchema {

	private static final int DECIMAL_BITS = 128;

	private StorableSchema() {
	}

	static Schema of(Schema schema) {
		return new Schema(schema.getFields().stream().map(StorableSchema::of).toList(), schema.getCustomMetadata());
	}

	private static Field of(Field field) {
		List<Field> children = field.getChildren().stream().map(StorableSchema::of).toList();
		return new Field(field.getName(), new FieldType(field.isNullable(), type(field), null, field.getMetadata()),
				children);
	}

	private static ArrowType type(Field field) {
		BatchReader.present(field.getName(), "a column without a name");
		// Refuses what cannot be read.
		Layout.of(field);
		return switch (field.getType()) {
			case ArrowType.Utf8View text -> new ArrowType.Utf8();
			case ArrowType.BinaryView binary -> new ArrowType.Binary();
			case ArrowType.Decimal decimal when decimal.getBitWidth() < DECIMAL_BITS ->
				new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), DECIMAL_BITS);
			default -> field.getType();
		};
	}

}
