package io.fletch.store.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;

/**
 * Turns records of one type into rows and back, by method handles that are made once.
 *
 * @param <R> the type of the records
 */
public final class RecordMapping<R extends Record> {

	private final Class<R> type;

	private final RecordComponent[] components;

	private final MethodHandle[] accessors;

	private final MethodHandle constructor;

	private RecordMapping(Class<R> type) {
		this.type = type;
		this.components = type.getRecordComponents();
		this.accessors = new MethodHandle[this.components.length];
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			for (int i = 0; i < this.components.length; i++) {
				this.accessors[i] = lookup.unreflect(this.components[i].getAccessor())
					.asType(MethodType.methodType(Object.class, Object.class));
			}
			Class<?>[] parameters = Arrays.stream(this.components)
				.map(RecordComponent::getType)
				.toArray(Class<?>[]::new);
			this.constructor = lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
				.asSpreader(Object[].class, parameters.length)
				.asType(MethodType.methodType(Object.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new InvalidInputException("The record " + type.getName()
					+ " cannot be read; if it is in a named module, open its package to io.fletch.store", ex);
		}
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
	 * Returns the schema of a new table for these records.
	 * @param functions where vector fields find their embedding functions
	 * @return the schema
	 * @throws InvalidInputException if a component cannot be stored
	 */
	public Schema schema(EmbeddingFunctionRegistry functions) {
		return new RecordSchema(this.type, functions).schema();
	}

	/**
	 * Checks that a table holds what these records need.
	 * @param schema the schema of the table
	 * @throws InvalidInputException if a column is missing, too many, or of another type
	 */
	public void requireFits(Schema schema) {
		List<String> differences = new ArrayList<>();
		Map<String, Field> columns = new HashMap<>();
		schema.getFields().forEach((field) -> columns.put(field.getName(), field));
		for (RecordComponent component : this.components) {
			Field column = columns.remove(component.getName());
			String expected = RecordSchema.describe(component);
			String found = (column != null) ? RecordSchema.describe(column) : "no such column";
			if (!expected.equals(found)) {
				differences.add(component.getName() + ": the record needs " + expected + ", the table has " + found);
			}
		}
		columns.keySet().forEach((name) -> differences.add(name + ": the record has no such component"));
		if (!differences.isEmpty()) {
			throw new InvalidInputException("The record " + this.type.getName() + " does not fit the table '"
					+ tableName() + "': " + String.join("; ", differences));
		}
	}

	/**
	 * Turns records into rows.
	 * @param records the records
	 * @param schema the schema of the table, which {@link #requireFits(Schema)} accepted
	 * @return the values of each record in the order of the schema's fields
	 */
	public List<@Nullable Object[]> toRows(List<R> records, Schema schema) {
		int[] positions = positions(schema);
		List<@Nullable Object[]> rows = new ArrayList<>(records.size());
		for (R source : records) {
			@Nullable Object[] row = new @Nullable Object[positions.length];
			for (int i = 0; i < positions.length; i++) {
				row[positions[i]] = get(this.accessors[i], source);
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
	@SuppressWarnings("unchecked")
	public R toRecord(@Nullable Object[] row, Schema schema) {
		int[] positions = positions(schema);
		@Nullable Object[] arguments = new @Nullable Object[positions.length];
		for (int i = 0; i < positions.length; i++) {
			Object value = row[positions[i]];
			arguments[i] = (value != null) ? value : RecordSchema.absent(this.components[i].getType());
		}
		try {
			return (R) (Object) this.constructor.invokeExact(arguments);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new InvalidInputException("The constructor of " + this.type.getName() + " failed", ex);
		}
	}

	private int[] positions(Schema schema) {
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		return Arrays.stream(this.components).mapToInt((component) -> names.indexOf(component.getName())).toArray();
	}

	private static @Nullable Object get(MethodHandle accessor, Object source) {
		try {
			return accessor.invokeExact(source);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new InvalidInputException("An accessor of " + source.getClass().getName() + " failed", ex);
		}
	}

}
