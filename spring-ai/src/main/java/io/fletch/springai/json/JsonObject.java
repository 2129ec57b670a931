package io.fletch.springai.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Maps as JSON texts. Whole numbers come back as {@code Integer}, {@code Long} or
 * {@code BigInteger}, whichever is the smallest that holds them, other numbers as
 * {@code Double}, lists as lists and maps as maps.
 */
public final class JsonObject {

	private static final JsonFactory FACTORY = new JsonFactory();

	private JsonObject() {
	}

	/**
	 * Writes a map.
	 * @param values texts, numbers, booleans, dates and times of {@code java.time},
	 * {@code java.util.Date}, enums, UUIDs, URIs, lists, arrays, maps and {@code null} by
	 * name
	 * @return the JSON text
	 * @throws IllegalArgumentException if a value is none of these, or could not be read
	 * again; the message names its place
	 */
	public static String write(Map<String, ? extends @Nullable Object> values) {
		StringWriter text = new StringWriter();
		JsonValues.write(FACTORY.createGenerator(ObjectWriteContext.empty(), text), values);
		if (text.getBuffer().length() > JsonValues.LONGEST_TEXT) {
			throw new IllegalArgumentException("All values together must have at most " + JsonValues.LONGEST_TEXT
					+ " characters of JSON, but have " + text.getBuffer().length()
					+ ": keep long texts in documents of their own");
		}
		return text.toString();
	}

	/**
	 * Reads a map.
	 * @param json the JSON text of an object
	 * @return the values by name, in the order of the text
	 * @throws IllegalArgumentException if it is no JSON object
	 */
	public static Map<String, @Nullable Object> read(String json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new IllegalArgumentException("The text is no JSON object, but begins with '"
						+ json.substring(0, Math.min(json.length(), 20)) + "'");
			}
			return object(parser);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The text is no JSON object: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Reads a map that is a part of a longer text.
	 * @param parser stands at the beginning of an object, and at its end afterwards
	 * @return the values by name, in the order of the text
	 */
	public static Map<String, @Nullable Object> read(JsonParser parser) {
		return object(parser);
	}

	private static Map<String, @Nullable Object> object(JsonParser parser) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			values.put(name, value(parser));
		}
		return values;
	}

	private static @Nullable Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case START_ARRAY -> array(parser);
			case START_OBJECT -> object(parser);
			default -> null;
		};
	}

	private static List<@Nullable Object> array(JsonParser parser) {
		List<@Nullable Object> values = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			values.add(value(parser));
		}
		return values;
	}

}
