package io.fletch.store.data.value;

import java.util.Collection;
import java.util.Map;

/**
 * How messages speak of a value that does not fit.
 */
public final class ValueText {

	private static final int MAX_LENGTH = 40;

	private ValueText() {
	}

	public static String describe(Object value) {
		return switch (value) {
			case float[] vector -> "a vector of " + vector.length + " dimensions";
			case double[] vector -> "a vector of " + vector.length + " dimensions";
			case byte[] bytes -> "binary data of " + bytes.length + " bytes";
			case CharSequence text -> "the string " + quote(text);
			case Number number ->
				"the number " + shorten(number.toString()) + " (" + number.getClass().getSimpleName() + ")";
			case Collection<?> collection -> "a list of " + collection.size() + " values";
			case Map<?, ?> map -> "a map of " + map.size() + " entries";
			case Enum<?> constant -> "the constant " + constant.name();
			case Boolean flag -> "the boolean " + flag;
			default -> article(value.getClass().getSimpleName()) + " " + value.getClass().getSimpleName() + " ("
					+ shorten(String.valueOf(value)) + ")";
		};
	}

	public static String quote(Object value) {
		return "'" + shorten(value.toString()) + "'";
	}

	private static String shorten(String text) {
		return (text.length() <= MAX_LENGTH) ? text : text.substring(0, MAX_LENGTH) + "…";
	}

	private static String article(String noun) {
		return (!noun.isEmpty() && "AEIOU".indexOf(noun.charAt(0)) >= 0) ? "an" : "a";
	}

}
