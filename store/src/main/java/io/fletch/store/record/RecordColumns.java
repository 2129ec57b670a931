package io.fletch.store.record;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * The columns that are the components of a type of records, with or without annotations:
 * of the names of the components, or of those that {@link Column} says.
 */
public final class RecordColumns {

	private static final ClassValue<RecordColumns> KNOWN = new ClassValue<>() {
		@Override
		protected RecordColumns computeValue(Class<?> type) {
			return new RecordColumns(type);
		}
	};

	private final Class<?> type;

	private final List<String> components;

	private final List<String> names;

	private final List<Type> types;

	private final MethodHandle[] accessors;

	private RecordColumns(Class<?> type) {
		RecordComponent[] declared = type.getRecordComponents();
		if (declared == null) {
			throw new InvalidInputException("The class " + type.getName() + " is not a record");
		}
		this.type = type;
		this.components = Arrays.stream(declared).map(RecordComponent::getName).toList();
		this.names = names(type, declared);
		this.types = Arrays.stream(declared).map(RecordComponent::getGenericType).toList();
		this.accessors = accessors(type, declared);
	}

	/**
	 * Returns the columns of a type of records.
	 * @param type the type
	 * @return its columns
	 * @throws InvalidInputException if it is no record, or cannot be read, or two
	 * components are the same column
	 */
	public static RecordColumns of(Class<?> type) {
		return KNOWN.get(type);
	}

	private static List<String> names(Class<?> type, RecordComponent[] components) {
		Map<String, String> taken = new LinkedHashMap<>();
		for (RecordComponent component : components) {
			Column column = component.getAnnotation(Column.class);
			String name = (column != null) ? column.value() : component.getName();
			if (name.isBlank()) {
				throw new InvalidInputException("The component '" + component.getName() + "' of the record "
						+ type.getName() + " has @Column without a name; name the column, or leave @Column out");
			}
			String other = taken.putIfAbsent(name, component.getName());
			if (other != null) {
				throw new InvalidInputException(
						"The components '" + other + "' and '" + component.getName() + "' of the record "
								+ type.getName() + " are both the column '" + name + "'; give one another by @Column");
			}
		}
		return List.copyOf(taken.keySet());
	}

	private static MethodHandle[] accessors(Class<?> type, RecordComponent[] components) {
		MethodHandle[] accessors = new MethodHandle[components.length];
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			for (int i = 0; i < components.length; i++) {
				accessors[i] = lookup.unreflect(components[i].getAccessor())
					.asType(MethodType.methodType(Object.class, Object.class));
			}
		}
		catch (IllegalAccessException ex) {
			throw new InvalidInputException("The record " + type.getName()
					+ " cannot be read; if it is in a named module, open its package to io.fletch.store", ex);
		}
		return accessors;
	}

	/**
	 * Returns the names of the components.
	 * @return the names in order
	 */
	public List<String> components() {
		return this.components;
	}

	/**
	 * Returns the names of the columns.
	 * @return the name of the column of each component, in order
	 */
	public List<String> names() {
		return this.names;
	}

	/**
	 * Returns the declared types of the components.
	 * @return the types in order
	 */
	public List<Type> types() {
		return this.types;
	}

	/**
	 * Returns the column of a component.
	 * @param component the name of the component
	 * @return the name of the column
	 * @throws InvalidInputException if the record has no such component
	 */
	public String name(String component) {
		int place = this.components.indexOf(component);
		if (place < 0) {
			throw new InvalidInputException("The record " + this.type.getName() + " has no component '" + component
					+ "'; its components are " + this.components);
		}
		return this.names.get(place);
	}

	/**
	 * Tells whether a record is of this type.
	 * @param source the record
	 * @return whether it is
	 */
	public boolean areOf(Record source) {
		return this.type == source.getClass();
	}

	/**
	 * Reads a component.
	 * @param source a record of this type
	 * @param component the number of the component, from 0
	 * @return its value
	 */
	public @Nullable Object get(Record source, int component) {
		try {
			return this.accessors[component].invokeExact((Object) source);
		}
		catch (RuntimeException | Error ex) {
			// What the record's own code throws unchecked is thrown on as it is.
			throw ex;
		}
		catch (Throwable ex) {
			// The record's own code may throw anything, and a method handle declares it.
			throw new InvalidInputException("An accessor of " + this.type.getName() + " failed", ex);
		}
	}

	/**
	 * Reads all components of a record.
	 * @param source the record
	 * @return its values by the names of the columns
	 */
	public static Map<String, @Nullable Object> values(Record source) {
		RecordColumns columns = of(source.getClass());
		Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(columns.names.size());
		for (int i = 0; i < columns.names.size(); i++) {
			values.put(columns.names.get(i), columns.get(source, i));
		}
		return values;
	}

}
