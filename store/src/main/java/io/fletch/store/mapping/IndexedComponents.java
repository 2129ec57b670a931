package io.fletch.store.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.record.RecordColumns;

/**
 * Finds the components with {@link Indexed}, in records inside others as well.
 */
final class IndexedComponents {

	private final List<String> paths = new ArrayList<>();

	private IndexedComponents() {
	}

	/**
	 * Returns the paths of their columns, such as {@code author.name}. The record is one
	 * that can be mapped, so that it does not contain itself.
	 */
	static List<String> of(Class<? extends Record> type) {
		IndexedComponents components = new IndexedComponents();
		components.collect(type, "");
		return List.copyOf(components.paths);
	}

	private void collect(Class<?> type, String prefix) {
		RecordColumns columns = RecordColumns.of(type);
		for (RecordComponent component : type.getRecordComponents()) {
			String path = prefix + columns.name(component.getName());
			if (component.isAnnotationPresent(Indexed.class)) {
				requireIndexable(type, component);
				this.paths.add(path);
			}
			if (component.getType().isRecord()) {
				collect(component.getType(), path + ".");
			}
			else if (component.getGenericType() instanceof ParameterizedType generic) {
				refuseWithin(generic);
			}
		}
	}

	private static void requireIndexable(Class<?> type, RecordComponent component) {
		boolean isList = component.getGenericType() instanceof ParameterizedType && component.getType() == List.class;
		Type values = isList ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
				: component.getType();
		boolean hasOrder = values instanceof Class<?> plain && !plain.isRecord() && plain != Map.class
				&& plain != Blob.class;
		if (!hasOrder && !component.isAnnotationPresent(VectorField.class)) {
			throw new InvalidInputException("The component '" + component.getName() + "' of the record "
					+ type.getName() + " has @Indexed, which is for booleans, numbers, dates, times, durations, text, "
					+ "enums, byte[], lists of these, and vectors; leave it out, or create another index by indexes().create(...)");
		}
	}

	private void refuseWithin(ParameterizedType generic) {
		for (Type argument : generic.getActualTypeArguments()) {
			if (argument instanceof ParameterizedType inner) {
				refuseWithin(inner);
			}
			else if (argument instanceof Class<?> element && element.isRecord()) {
				List<String> within = of(element.asSubclass(Record.class));
				if (!within.isEmpty()) {
					throw new InvalidInputException("The components " + within + " of the record " + element.getName()
							+ " have @Indexed, but stand inside a list or map, where no index can be; leave it out");
				}
			}
		}
	}

}
