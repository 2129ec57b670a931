package io.fletch.store.data.value;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * The components of a record by their names.
 */
public final class RecordValues {

	private RecordValues() {
	}

	public static Map<String, @Nullable Object> of(Record source) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (RecordComponent component : source.getClass().getRecordComponents()) {
			values.put(component.getName(), value(source, component.getAccessor()));
		}
		return values;
	}

	private static @Nullable Object value(Record source, Method accessor) {
		try {
			accessor.setAccessible(true);
			return accessor.invoke(source);
		}
		catch (IllegalAccessException | InvocationTargetException | RuntimeException ex) {
			throw new InvalidInputException("The record " + source.getClass().getName()
					+ " cannot be read; give a Map, or open its package to io.fletch.store", ex);
		}
	}

}
