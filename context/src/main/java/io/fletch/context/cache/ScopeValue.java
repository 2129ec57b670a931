package io.fletch.context.cache;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Writes values so that different ones are never written alike: each with its type and
 * its length.
 */
final class ScopeValue {

	private static final Set<Class<?>> PLAIN = Set.of(String.class, Character.class, Boolean.class, Byte.class,
			Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class,
			UUID.class, Duration.class);

	private ScopeValue() {
	}

	static String encode(Map<?, ?> values) {
		List<String> entries = new ArrayList<>();
		values.forEach((key, value) -> entries.add(one(key) + one(value)));
		return sized("map", String.join("", entries.stream().sorted().toList()));
	}

	private static String one(@Nullable Object value) {
		if (value == null) {
			return sized("null", "");
		}
		if (value instanceof Map<?, ?> map) {
			return encode(map);
		}
		if (value instanceof Collection<?> collection) {
			List<String> written = collection.stream().map(ScopeValue::one).toList();
			return (value instanceof Set<?>) ? sized("set", String.join("", written.stream().sorted().toList()))
					: sized("list", String.join("", written));
		}
		if (value.getClass().isArray()) {
			return array(value);
		}
		if (value instanceof Enum<?> constant) {
			return sized(constant.getDeclaringClass().getName(), constant.name());
		}
		boolean isTime = value instanceof Temporal && value.getClass().getName().startsWith("java.time.");
		if (isTime || PLAIN.contains(value.getClass())) {
			return sized(value.getClass().getSimpleName(), value.toString());
		}
		throw new IllegalArgumentException("A condition has a value of type " + value.getClass().getName()
				+ ", which cannot be told from others for sure; give texts, numbers, booleans, times, enums, UUIDs, "
				+ "or arrays, lists, sets and maps of them");
	}

	private static String array(Object array) {
		StringBuilder written = new StringBuilder();
		for (int index = 0; index < Array.getLength(array); index++) {
			written.append(one(Array.get(array, index)));
		}
		return sized("array", written.toString());
	}

	private static String sized(String type, String text) {
		return type + " " + text.length() + ":" + text;
	}

}
