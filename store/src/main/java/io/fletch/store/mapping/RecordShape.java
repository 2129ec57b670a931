package io.fletch.store.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.record.RecordColumns;

/**
 * The components of a type of records: their fields, what takes records apart, and the
 * method handle that puts them together.
 */
final class RecordShape {

	private final Class<? extends Record> type;

	private final FieldMapping[] mappings;

	private final @Nullable Object[] absent;

	private final RecordColumns columns;

	private final MethodHandle constructor;

	RecordShape(Class<? extends Record> type, List<FieldMapping> mappings) {
		RecordComponent[] components = type.getRecordComponents();
		this.type = type;
		this.mappings = mappings.toArray(FieldMapping[]::new);
		this.absent = new @Nullable Object[components.length];
		this.columns = RecordColumns.of(type);
		for (int i = 0; i < components.length; i++) {
			this.absent[i] = absent(components[i].getType());
		}
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			Class<?>[] parameters = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			this.constructor = lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
				.asSpreader(Object[].class, parameters.length)
				.asType(MethodType.methodType(Object.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new InvalidInputException("The record " + type.getName()
					+ " cannot be made; if it is in a named module, open its package to io.fletch.store", ex);
		}
	}

	/**
	 * Returns the shape of a record inside another.
	 */
	static RecordShape of(Class<? extends Record> type, FieldMapper mapper) {
		RecordColumns columns = RecordColumns.of(type);
		return new RecordShape(type, map(type, (component) -> {
			if (component.isAnnotationPresent(VectorField.class) || component.isAnnotationPresent(FullText.class)) {
				throw new UnmappableException(
						"stands in a record inside another, where nothing is searched; move it to the outer record");
			}
			return mapper.map(columns.name(component.getName()), component.getAnnotatedType());
		}));
	}

	/**
	 * Maps every component of a record, and names the one that cannot be.
	 */
	static List<FieldMapping> map(Class<? extends Record> type, Function<RecordComponent, FieldMapping> mapper) {
		List<FieldMapping> mappings = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			try {
				mappings.add(mapper.apply(component));
			}
			catch (UnmappableException ex) {
				throw new InvalidInputException("The component '" + component.getName() + "' of the record "
						+ type.getName() + " " + ex.getMessage());
			}
		}
		if (mappings.isEmpty()) {
			throw new InvalidInputException("The record " + type.getName() + " has no components");
		}
		return mappings;
	}

	/**
	 * Returns the names of the components, in the order of {@link #fields()}.
	 */
	List<String> components() {
		return this.columns.components();
	}

	List<Field> fields() {
		return Arrays.stream(this.mappings).map(FieldMapping::field).toList();
	}

	int size() {
		return this.mappings.length;
	}

	/**
	 * Returns what a row takes of a component.
	 */
	@Nullable Object get(Object source, int component) {
		return this.mappings[component].stored(this.columns.get((Record) source, component));
	}

	/**
	 * Makes a record.
	 * @param values what rows give for each component, which this changes
	 */
	Object toRecord(@Nullable Object[] values) {
		for (int i = 0; i < values.length; i++) {
			Object value = values[i];
			values[i] = (value != null) ? this.mappings[i].java(value) : this.absent[i];
		}
		try {
			return this.constructor.invokeExact(values);
		}
		catch (RuntimeException | Error ex) {
			// What the record's own code throws unchecked is thrown on as it is.
			throw ex;
		}
		catch (Throwable ex) {
			// The record's own code may throw anything, and a method handle declares it.
			throw new InvalidInputException("The constructor of " + this.type.getName() + " failed", ex);
		}
	}

	Object toMap(Object source) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < this.mappings.length; i++) {
			map.put(this.mappings[i].field().getName(), get(source, i));
		}
		return map;
	}

	Object toRecord(Map<?, ?> struct) {
		@Nullable Object[] values = new @Nullable Object[this.mappings.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = struct.get(this.mappings[i].field().getName());
		}
		return toRecord(values);
	}

	/**
	 * Returns what stands for a value that is not there: what a new array is full of.
	 */
	private static @Nullable Object absent(Class<?> type) {
		return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
	}

}
