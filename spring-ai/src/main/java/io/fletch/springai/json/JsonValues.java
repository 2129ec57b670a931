package io.fletch.springai.json;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes values, as {@link JsonScalar} says, and what holds them.
 */
final class JsonValues {

	static final int LONGEST_TEXT = 10_000_000;

	private static final int LONGEST_NAME = 1000;

	/** Parsers refuse numbers of more than a thousand characters. */
	private static final int LONGEST_NUMBER = 900;

	private static final int DEEPEST = 100;

	private final JsonGenerator out;

	private JsonValues(JsonGenerator out) {
		this.out = out;
	}

	static void write(JsonGenerator out, Map<?, ?> values) {
		try (out) {
			new JsonValues(out).object("", values, 0);
		}
	}

	private void value(String place, @Nullable Object value, int depth) {
		if (value == null) {
			this.out.writeNull();
		}
		else if (value instanceof Map<?, ?> map) {
			object(place, map, depth + 1);
		}
		else if (value instanceof Collection<?> elements) {
			elements(place, elements, depth + 1);
		}
		else if (value.getClass().isArray()) {
			array(place, value, depth + 1);
		}
		else {
			scalar(place, JsonScalar.of(place, value));
		}
	}

	private void scalar(String place, Object value) {
		switch (value) {
			case Boolean flag -> this.out.writeBoolean(flag);
			case Long whole -> this.out.writeNumber(whole);
			case Double real -> this.out.writeNumber(real);
			case Float real -> this.out.writeNumber(real);
			case BigInteger whole when isShort(place, whole.toString()) -> this.out.writeNumber(whole);
			case BigDecimal real when isShort(place, real.toString()) -> this.out.writeNumber(real);
			default -> this.out.writeString(value.toString());
		}
	}

	private static boolean isShort(String place, String number) {
		if (number.length() > LONGEST_NUMBER) {
			throw new IllegalArgumentException(place + " is a number of " + number.length() + " characters; at most "
					+ LONGEST_NUMBER + " can be kept: give it as text");
		}
		return true;
	}

	private void object(String place, Map<?, ?> values, int depth) {
		requireFlat(place, depth);
		this.out.writeStartObject();
		values.forEach((key, value) -> {
			String name = name(place, key);
			this.out.writeName(name);
			value(place.isEmpty() ? "'" + name + "'" : place + " > '" + name + "'", value, depth);
		});
		this.out.writeEndObject();
	}

	private static String name(String place, @Nullable Object key) {
		if (!(key instanceof CharSequence) || ((CharSequence) key).length() > LONGEST_NAME) {
			throw new IllegalArgumentException("The name of a value" + (place.isEmpty() ? "" : " in " + place)
					+ " must be a text of at most " + LONGEST_NAME + " characters, but is "
					+ ((key instanceof CharSequence name) ? "one of " + name.length() : "not"));
		}
		return key.toString();
	}

	private void elements(String place, Collection<?> elements, int depth) {
		requireFlat(place, depth);
		this.out.writeStartArray();
		elements.forEach((element) -> value("an element of " + place, element, depth));
		this.out.writeEndArray();
	}

	private void array(String place, Object array, int depth) {
		requireFlat(place, depth);
		this.out.writeStartArray();
		for (int i = 0; i < Array.getLength(array); i++) {
			value("an element of " + place, Array.get(array, i), depth);
		}
		this.out.writeEndArray();
	}

	/** What holds itself would never end. */
	private static void requireFlat(String place, int depth) {
		if (depth > DEEPEST) {
			throw new IllegalArgumentException("Values may be nested " + DEEPEST + " deep, but "
					+ place.substring(0, Math.min(place.length(), 100)) + " is deeper");
		}
	}

}
