package io.fletch.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is read of the rows: all columns or some of them, fields inside columns, and the
 * id of the row.
 *
 * @param columns the names of the columns, or {@code null} for all
 * @param nested the paths of fields inside columns, by the names of their values
 * @param rowId whether the id of the row is a column
 */
record Projection(@Nullable List<String> columns, Map<String, FieldPath> nested, boolean rowId) {

	/** All columns, without the id of the row. */
	static final Projection ALL = new Projection(null, Map.of(), false);

	private static final ArrowType INT64 = new ArrowType.Int(Long.SIZE, true);

	/**
	 * Reads only what is named. The id of the row can be named, too.
	 * @param names the names of columns, or paths of fields inside columns
	 */
	Projection select(TableHandle handle, List<String> names) {
		List<String> present = handle.schema().getFields().stream().map(Field::getName).toList();
		List<String> whole = new ArrayList<>();
		Map<String, FieldPath> inside = new LinkedHashMap<>();
		for (String name : names) {
			FieldPath path = present.contains(name) ? new FieldPath(List.of(name)) : FieldPath.parse(name);
			if (path.isNested()) {
				path.in(handle.schema());
				inside.put(name, path);
			}
			else if (!path.names().getFirst().equals(ReservedNames.ROW_ID)) {
				handle.requireColumns(path.names().getFirst());
				whole.add(path.names().getFirst());
			}
		}
		return new Projection(whole, inside, this.rowId || names.contains(ReservedNames.ROW_ID));
	}

	Projection withRowId() {
		return new Projection(this.columns, this.nested, true);
	}

	/**
	 * Tells whether only whole columns are read.
	 */
	boolean isPlain() {
		return this.nested.isEmpty() && !this.rowId;
	}

	/**
	 * Returns for each column whether it is to be read.
	 */
	boolean[] read(Schema schema) {
		List<Field> fields = schema.getFields();
		boolean[] read = new boolean[fields.size()];
		for (int i = 0; i < read.length; i++) {
			String name = fields.get(i).getName();
			read[i] = isWhole(name)
					|| this.nested.values().stream().anyMatch((path) -> path.names().getFirst().equals(name));
		}
		return read;
	}

	private boolean isWhole(String column) {
		return this.columns == null || this.columns.contains(column);
	}

	/**
	 * Returns a row by the names of its values: the columns in the order of the schema,
	 * then the fields inside columns, then the id.
	 */
	Map<String, @Nullable Object> toMap(@Nullable Object[] values, Schema schema, long id) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		List<Field> fields = schema.getFields();
		for (int i = 0; i < values.length; i++) {
			if (isWhole(fields.get(i).getName())) {
				row.put(fields.get(i).getName(), values[i]);
			}
		}
		this.nested.forEach((name, path) -> row.put(name, path.value(values, schema)));
		if (this.rowId) {
			row.put(ReservedNames.ROW_ID, id);
		}
		return row;
	}

	/**
	 * Returns the columns of the rows that {@link #toMap} makes.
	 */
	List<Field> fields(Schema schema) {
		List<Field> fields = new ArrayList<>();
		schema.getFields().stream().filter((field) -> isWhole(field.getName())).forEach(fields::add);
		this.nested.forEach((name, path) -> fields.add(inner(name, path.in(schema))));
		if (this.rowId) {
			fields.add(new Field(ReservedNames.ROW_ID, FieldType.notNullable(INT64), null));
		}
		return fields;
	}

	/**
	 * A field inside a struct is null where the struct is.
	 */
	private static Field inner(String name, Field field) {
		return new Field(name, new FieldType(true, field.getType(), field.getDictionary(), field.getMetadata()),
				field.getChildren());
	}

}
