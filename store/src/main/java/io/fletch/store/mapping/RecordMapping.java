package io.fletch.store.mapping;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
	 * Returns the columns whose components are primitives, so that they have a value that
	 * stands for none.
	 * @return the names of the columns
	 */
	public Set<String> primitives() {
		RecordComponent[] components = this.type.getRecordComponents();
		List<Field> fields = this.shape.fields();
		return IntStream.range(0, components.length)
			.filter((i) -> components[i].getType().isPrimitive())
			.mapToObj((i) -> fields.get(i).getName())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns where the columns of these records stand.
	 * @param schema the schema of the table, which {@link #requireFits(Schema)} accepted
	 * @return the positions of the columns that a component has
	 */
	public BitSet columns(Schema schema) {
		BitSet columns = new BitSet();
		Arrays.stream(positions(schema)).forEach(columns::set);
		return columns;
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
		return schema(new RecordSchema(this.type, functions, dimensions));
	}

	/**
	 * Returns the schema of a new table for these records.
	 * @param functions where vector fields find their embedding functions
	 * @param defaultFunction the function of vector fields that name none; {@code null}
	 * for the default of the functions
	 * @return the schema
	 * @throws InvalidInputException if a component cannot be stored
	 */
	public Schema schema(EmbeddingFunctionRegistry functions, @Nullable String defaultFunction) {
		return schema(new RecordSchema(this.type, functions, 0, defaultFunction));
	}

	private static Schema schema(RecordSchema schema) {
		return new Schema(schema.mappings().stream().map(FieldMapping::field).toList());
	}

	/**
	 * Checks that a table holds what these records need. It may have more columns if they
	 * can be null.
	 * @param schema the schema of the table
	 * @throws SchemaMismatchException if a column is missing or of another type, or one
	 * that the records have not cannot be null
	 */
	public void requireFits(Schema schema) {
		require(differences(schema, (field, wanted) -> FieldMapping.describe(field)));
	}

	/**
	 * Checks that a table holds what these records need, and that its columns are for
	 * what the records say: they are searched by words, and their vectors are compared
	 * and made in the same way. What records do not say may be as it is.
	 * @param schema the schema of the table
	 * @param fullText the columns that an index searches by words
	 * @throws SchemaMismatchException if not
	 */
	public void requireServes(Schema schema, Set<String> fullText) {
		List<SchemaMismatchException.Difference> differences = differences(schema,
				(field, wanted) -> ColumnUse.describe(field, wanted, fullText));
		differences.addAll(ColumnUse.ofKey(this.shape.fields(), schema));
		require(differences);
	}

	private void require(List<SchemaMismatchException.Difference> differences) {
		if (!differences.isEmpty()) {
			throw new SchemaMismatchException(this.type.getName(), tableName(), differences);
		}
	}

	private List<SchemaMismatchException.Difference> differences(Schema schema,
			BiFunction<Field, Field, String> description) {
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
			Field field = fields.get(i);
			String name = field.getName();
			String component = this.shape.components().get(i);
			Field column = columns.remove(name);
			String expected = description.apply(field, field);
			String found = (column != null) ? description.apply(column, field) : null;
			if (!expected.equals(found)) {
				String needed = name.equals(component) ? expected : expected + " (its component '" + component + "')";
				differences.add(new SchemaMismatchException.Difference(name, needed, found));
			}
		}
		columns.values().removeIf(Field::isNullable);
		columns.forEach((name, column) -> differences
			.add(new SchemaMismatchException.Difference(name, null, FieldMapping.describe(column))));
		return differences;
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
