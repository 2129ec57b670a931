package io.fletch.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Copies arguments that hold several things, none of which may be null.
 */
final class Arguments {

	private Arguments() {
	}

	/**
	 * Copies an array.
	 * @param name the name of the argument, for the message
	 * @throws NullPointerException if it is null, or one of its elements is
	 */
	static <T> List<T> list(T[] values, String name) {
		Objects.requireNonNull(values, name);
		List<T> copy = new ArrayList<>(values.length);
		for (int i = 0; i < values.length; i++) {
			copy.add(Objects.requireNonNull(values[i], name + "[" + i + "]"));
		}
		return Collections.unmodifiableList(copy);
	}

	/**
	 * Copies a map, whose order stays.
	 * @param name the name of the argument, for the message
	 * @throws NullPointerException if it is null, or one of its keys or values is
	 */
	static <V> Map<String, V> map(Map<String, ? extends V> values, String name) {
		Objects.requireNonNull(values, name);
		Map<String, V> copy = new LinkedHashMap<>();
		values.forEach((key, value) -> copy.put(Objects.requireNonNull(key, name + " has a null key"),
				Objects.requireNonNull(value, name + "[" + key + "]")));
		return Collections.unmodifiableMap(copy);
	}

}
