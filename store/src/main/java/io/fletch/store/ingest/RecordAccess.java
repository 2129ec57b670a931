package io.fletch.store.ingest;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Reads the components of any type of records, with or without annotations.
 *
 * @param type the type
 * @param names the names of its components
 * @param types the declared types of its components
 * @param accessors the accessors of its components
 * @param <R> the type
 */
record RecordAccess<R extends Record>(Class<R> type, List<String> names, List<Type> types,
		List<MethodHandle> accessors) {

	private static final ClassValue<RecordAccess<?>> KNOWN = new ClassValue<>() {
		@Override
		protected RecordAccess<?> computeValue(Class<?> type) {
			return make(type.asSubclass(Record.class));
		}
	};

	static RecordAccess<?> of(Class<? extends Record> type) {
		return KNOWN.get(type);
	}

	private static <R extends Record> RecordAccess<R> make(Class<R> type) {
		RecordComponent[] components = type.getRecordComponents();
		if (components == null) {
			throw new InvalidInputException("The class " + type.getName() + " is not a record");
		}
		List<MethodHandle> accessors = new ArrayList<>();
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			for (RecordComponent component : components) {
				accessors.add(lookup.unreflect(component.getAccessor())
					.asType(MethodType.methodType(Object.class, Object.class)));
			}
		}
		catch (IllegalAccessException ex) {
			throw new InvalidInputException("The record " + type.getName()
					+ " cannot be read; if it is in a named module, open its package to io.fletch.store", ex);
		}
		return new RecordAccess<>(type, Arrays.stream(components).map(RecordComponent::getName).toList(),
				Arrays.stream(components).map(RecordComponent::getGenericType).toList(), List.copyOf(accessors));
	}

	@Nullable Object get(Record one, int component) {
		try {
			return this.accessors.get(component).invokeExact((Object) one);
		}
		catch (RuntimeException | Error ex) {
			// What the record's own code throws unchecked is thrown on as it is.
			throw ex;
		}
		catch (Throwable ex) {
			// The record's own code may throw anything, and a method handle declares it.
			throw new InvalidInputException("An accessor of " + one.getClass().getName() + " failed", ex);
		}
	}

	/**
	 * Returns the components of a record by name.
	 */
	static Map<String, @Nullable Object> toMap(Record one) {
		RecordAccess<?> access = of(one.getClass());
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < access.names.size(); i++) {
			map.put(access.names.get(i), access.get(one, i));
		}
		return map;
	}

}
