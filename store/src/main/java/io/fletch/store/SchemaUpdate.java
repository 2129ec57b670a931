package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

/**
 * Gives a table what it lacks of a record: columns, and indexes.
 */
final class SchemaUpdate {

	private final Table table;

	SchemaUpdate(Table table) {
		this.table = table;
	}

	/**
	 * Adds the columns and fields of structs that a schema has, and the table has not.
	 */
	void addColumns(Schema wanted) {
		List<Field> nullable = new ArrayList<>();
		for (Field field : wanted.getFields()) {
			Field present = find(field.getName(), this.table.schema().getFields());
			String value = field.isNullable() ? null : primitive(field.getType());
			if (present != null) {
				addFields(field.getName(), present, field);
			}
			else if (value != null && this.table.countRows() > 0) {
				this.table.columns().add(Map.of(field.getName(), value));
			}
			else if (field.isNullable() || this.table.countRows() == 0) {
				nullable.add(field);
			}
		}
		if (!nullable.isEmpty()) {
			this.table.columns().add(nullable.toArray(Field[]::new));
		}
	}

	private void addFields(String path, Field present, Field wanted) {
		if (!(present.getType() instanceof ArrowType.Struct && wanted.getType() instanceof ArrowType.Struct)) {
			return;
		}
		List<Field> added = new ArrayList<>();
		for (Field field : wanted.getChildren()) {
			Field other = find(field.getName(), present.getChildren());
			if (other != null) {
				addFields(path + "." + field.getName(), other, field);
			}
			else if (field.isNullable()) {
				added.add(field);
			}
		}
		if (!added.isEmpty()) {
			this.table.columns().add(path, added.toArray(Field[]::new));
		}
	}

	private static @Nullable Field find(String name, List<Field> fields) {
		return fields.stream().filter((field) -> field.getName().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Returns what stands for no value in a primitive component, as an expression that is
	 * never null; {@code null} for other types.
	 */
	private static @Nullable String primitive(ArrowType type) {
		return switch (type) {
			case ArrowType.Bool bool -> "false";
			case ArrowType.Int integer when integer.getIsSigned() -> "CAST(0 AS int" + integer.getBitWidth() + ")";
			case ArrowType.FloatingPoint real ->
				(real.getPrecision() == FloatingPointPrecision.DOUBLE) ? "CAST(0 AS double)" : "CAST(0 AS float)";
			default -> null;
		};
	}

	/**
	 * Creates the scalar and vector indexes that the table has not.
	 */
	void createIndexes(List<String> columns) {
		for (String column : columns) {
			boolean isThere = this.table.indexes()
				.list()
				.stream()
				.anyMatch((index) -> index.type() != IndexType.FTS && index.columns().equals(List.of(column)));
			if (!isThere) {
				IndexDefinition definition = IndexDefinition.on(column);
				this.table.indexes().create(isEnumeration(column) ? definition.type(IndexType.BITMAP) : definition);
			}
		}
	}

	private boolean isEnumeration(String column) {
		FieldPath path = ColumnName.path(column, this.table.schema());
		Field field = path.isNested() ? path.in(this.table.schema()) : find(column, this.table.schema().getFields());
		return field != null && field.getDictionary() != null;
	}

}
