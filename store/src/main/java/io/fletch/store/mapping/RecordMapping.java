package io.fletch.store.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.SchemaMismatchException;

/**
 * Turns records of one type into rows and back, by method handles that are made once.
 *
 * @param <R> the type of the records
 */
public final class RecordMapping<R extends Record> {

	private final Class<R> type;

	private final RecordShape shape;

	private final List<String> indexed;

	private volatile @Nullable Positions positions;

	private RecordMapping(Class<R> type) {
		this.type = type;
		this.shape = new RecordShape(type, new RecordSchema(type, null, 1).mappings());
		this.indexed = IndexedComponents.of(type);
	}

	/**
	 * Maps a type of records.
	 * @param type the type
	 * @param <R> the type
	 * @return the mapping
	 * @throws InvalidInputException if the type is no record with {@link Table}, or has a
	 * component of a type that cannot be stored
	 */
	public static <R extends Record> RecordMapping<R> of(Class<R> type) {
		if (!type.isRecord() || !type.isAnnotationPresent(Table.class)) {
			throw new InvalidInputException(
					type.getName() + " has no @Table annotation, or is not a record; write @Table(\"name\") before it");
		}
		return new RecordMapping<>(type);
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public String tableName() {
		return this.type.getAnnotation(Table.class).value();
	}

	/**
	 * Returns the columns that get scalar indexes.
	 * @return the paths of the components with {@link Indexed}, in order
	 */
	public List<String> indexed() {
		return this.indexed;
	}

	/**
	 * Returns the schema of a new table for these records.
	 * @param functions where vector fields find their embedding functions
	 * @return the schema
	 * @throws InvalidInputException if a component cannot be stored
	 */
	public Schema schema(EmbeddingFunctionRegistry functions) {
		return schema(functions, 0);
	}

	/**
	 * Returns the schema of a new table for these records, whose vectors are made by the
	 * application.
	 * @param functions where vector fields find their embedding functions
	 * @param dimensions the length of vectors that say none and that no function makes
	 * @return the schema
	 * @throws InvalidInputException if a component cannot be stored
	 */
	public Schema schema(EmbeddingFunctionRegistry functions, int dimensions) {
		return new Schema(new RecordSchema(this.type, functions, dimensions).mappings()
			.stream()
			.map(FieldMapping::field)
			.toList());
	}

	/**
	 * Checks that a table holds what these records need.
	 * @param schema the schema of the table
	 * @throws SchemaMismatchException if a column is missing, too many, or of another
	 * type
	 */
	public void requireFits(Schema schema) {
		List<SchemaMismatchException.Difference> differences = new ArrayList<>();
		Map<String, Field> columns = new LinkedHashMap<>();
		for (Field field : schema.getFields()) {
			// A column that will take the place of another one is nobody's business yet.
			if (!field.getMetadata().containsKey(ColumnRoles.REPLACES)) {
				columns.put(field.getName(), field);
			}
		}
		List<Field> fields = this.shape.fields();
		for (int i = 0; i < fields.size(); i++) {
			String name = fields.get(i).getName();
			String component = this.shape.components().get(i);
			Field column = columns.remove(name);
			String expected = FieldMapping.describe(fields.get(i));
			String found = (column != null) ? FieldMapping.describe(column) : null;
			if (!expected.equals(found)) {
				String needed = name.equals(component) ? expected : expected + " (its component '" + component + "')";
				differences.add(new SchemaMismatchException.Difference(name, needed, found));
			}
		}
		columns.forEach((name, column) -> differences
			.add(new SchemaMismatchException.Difference(name, null, FieldMapping.describe(column))));
		if (!differences.isEmpty()) {
			throw new SchemaMismatchException(this.type.getName(), tableName(), differences);
		}
	}

	/**
	 * Turns records into rows.
	 * @param records the records
	 * @param schema the schema of the table, which {@link #requireFits(Schema)} accepted
	 * @return the values of each record in the order of the schema's fields
	 */
	public List<@Nullable Object[]> toRows(List<R> records, Schema schema) {
		int[] columns = positions(schema);
		List<@Nullable Object[]> rows = new ArrayList<>(records.size());
		for (R source : records) {
			@Nullable Object[] row = new @Nullable Object[schema.getFields().size()];
			for (int i = 0; i < columns.length; i++) {
				row[columns[i]] = this.shape.get(source, i);
			}
			rows.add(row);
		}
		return rows;
	}

	/**
	 * Turns a row into a record.
	 * @param row the values in the order of the schema's fields
	 * @param schema the schema of the table
	 * @return the record; a primitive component whose column was not read is 0 or false
	 */
	public R toRecord(@Nullable Object[] row, Schema schema) {
		int[] columns = positions(schema);
		@Nullable Object[] values = new @Nullable Object[columns.length];
		for (int i = 0; i < columns.length; i++) {
			values[i] = row[columns[i]];
		}
		return this.type.cast(this.shape.toRecord(values));
	}

	/**
	 * Returns where the components stand in rows. Nearly every call has the schema of the
	 * call before.
	 */
	private int[] positions(Schema schema) {
		Positions known = this.positions;
		if (known == null || known.schema() != schema) {
			List<String> names = schema.getFields().stream().map(Field::getName).toList();
			known = new Positions(schema,
					this.shape.fields().stream().mapToInt((field) -> names.indexOf(field.getName())).toArray());
			this.positions = known;
		}
		return known.columns();
	}

	private record Positions(Schema schema, int[] columns) {
	}

}
