package io.fletch.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.schema.KeyTypes;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Makes a column the primary key, which stands in the metadata of the field.
 */
final class PrimaryKey implements SchemaChange.Edit {

	private final String column;

	PrimaryKey(String column) {
		this.column = column;
	}

	/**
	 * Returns the name of the primary key, or {@code null}.
	 */
	static @Nullable String of(Schema schema) {
		return schema.getFields()
			.stream()
			.filter((field) -> "true".equals(field.getMetadata().get(ColumnRoles.PRIMARY_KEY)))
			.map(Field::getName)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the keys of a merge-insert: those that are given, or else the primary key.
	 */
	static String[] orGiven(TableHandle handle, String... keys) {
		String primary = of(handle.schema());
		return (keys.length == 0 && primary != null) ? new String[] { primary } : keys;
	}

	@Override
	public Operation operation() {
		return Operation.ALTER_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		String present = of(latest);
		if (present != null) {
			throw new InvalidInputException("The table already has the primary key '" + present
					+ "', which stays; name other keys in mergeInsert(...) instead of setting '" + this.column + "'");
		}
		FieldPath path = new FieldPath(List.of(this.column));
		Field field = path.in(latest);
		if (!KeyTypes.arePrimary(field)) {
			throw new InvalidInputException(
					"The column '" + this.column + "' cannot be the primary key, as its type is "
							+ ColumnType.of(field).label() + "; primary keys are " + KeyTypes.PRIMARY);
		}
		return path.change(latest, PrimaryKey::mark);
	}

	private static Field mark(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.put(ColumnRoles.PRIMARY_KEY, "true");
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

}
