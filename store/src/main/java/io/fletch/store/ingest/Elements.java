package io.fletch.store.ingest;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The elements of what may stand where a list is expected.
 */
final class Elements {

	private Elements() {
	}

	/**
	 * Returns the elements of a collection or an array. A {@code byte[]} is no list but
	 * binary data.
	 * @return the elements, or {@code null} if the value has none
	 */
	static @Nullable Collection<?> of(@Nullable Object value) {
		return switch (value) {
			case Collection<?> collection -> collection;
			case Object[] objects -> Arrays.asList(objects);
			case byte[] bytes -> null;
			case null -> null;
			default -> value.getClass().isArray() ? boxed(value) : null;
		};
	}

	private static List<Object> boxed(Object array) {
		List<Object> elements = new ArrayList<>(Array.getLength(array));
		for (int i = 0; i < Array.getLength(array); i++) {
			elements.add(Array.get(array, i));
		}
		return elements;
	}

}
