package io.fletch.store.expression.function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import io.fletch.store.expression.Values;

/**
 * A JSON text and a place in it, read without building a tree.
 *
 * @param json the text
 * @param path the place
 */
record JsonText(String json, JsonPath path) {

	private static final JsonFactory FACTORY = new JsonFactory();

	private static final double TWO_TO_63 = 0x1p63;

	@Nullable String raw() {
		return read(JsonText::rawValue);
	}

	private @Nullable String rawValue(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		int start = (int) parser.currentTokenLocation().getCharOffset();
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			parser.getString();
		}
		parser.skipChildren();
		return this.json.substring(start, (int) parser.currentLocation().getCharOffset()).strip();
	}

	@Nullable String text() {
		return read((text, parser) -> switch (parser.currentToken()) {
			case VALUE_STRING -> parser.getString();
			case VALUE_NULL -> null;
			default -> text.rawValue(parser);
		});
	}

	/**
	 * Returns a whole number; null if it has a fraction, or is none that a long can be.
	 */
	@Nullable Long integer() {
		return read((text, parser) -> switch (parser.currentToken()) {
			case VALUE_NUMBER_INT -> parser.getLongValue();
			case VALUE_NUMBER_FLOAT -> whole(parser.getDoubleValue());
			default -> null;
		});
	}

	private static @Nullable Long whole(double number) {
		boolean isLong = number % 1 == 0 && number >= -TWO_TO_63 && number < TWO_TO_63;
		return isLong ? (Long) (long) number : null;
	}

	@Nullable Double real() {
		return read((text, parser) -> parser.currentToken().isNumeric() ? (Double) parser.getDoubleValue() : null);
	}

	@Nullable Boolean flag() {
		return read((text, parser) -> parser.currentToken().isBoolean() ? (Boolean) parser.getBooleanValue() : null);
	}

	boolean exists() {
		return Boolean.TRUE.equals(read((text, parser) -> true));
	}

	@Nullable Long length() {
		return read((text, parser) -> {
			if (parser.currentToken() != JsonToken.START_ARRAY) {
				return null;
			}
			long length = 0;
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				parser.skipChildren();
				length++;
			}
			return length;
		});
	}

	@Nullable Boolean contains(Object wanted) {
		return read((text, parser) -> {
			if (parser.currentToken() != JsonToken.START_ARRAY) {
				return null;
			}
			boolean found = false;
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				found |= isValue(parser, wanted);
				parser.skipChildren();
			}
			return found;
		});
	}

	private static boolean isValue(JsonParser parser, Object wanted) {
		return switch (parser.currentToken()) {
			case VALUE_STRING -> parser.getString().equals(wanted);
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
				wanted instanceof Number && Values.compare(parser.getDoubleValue(), wanted) == 0;
			case VALUE_TRUE, VALUE_FALSE -> wanted.equals(parser.getBooleanValue());
			default -> false;
		};
	}

	/**
	 * Reads what is at the place; null if nothing is there, or the text is malformed up
	 * to there.
	 */
	private <T> @Nullable T read(Reading<T> reading) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), this.json)) {
			if (parser.nextToken() == null) {
				return null;
			}
			for (Object step : this.path.steps()) {
				if (!descend(parser, step)) {
					return null;
				}
			}
			return reading.read(this, parser);
		}
		catch (JacksonException ex) {
			// By contract malformed JSON has no value, as other functions would otherwise
			// fail for a whole table because of one row.
			return null;
		}
	}

	private static boolean descend(JsonParser parser, Object step) {
		if (step instanceof Integer index && parser.currentToken() == JsonToken.START_ARRAY) {
			JsonToken token = parser.nextToken();
			for (int i = 0; i < index && token != JsonToken.END_ARRAY; i++) {
				parser.skipChildren();
				token = parser.nextToken();
			}
			return token != JsonToken.END_ARRAY;
		}
		if (step instanceof String name && parser.currentToken() == JsonToken.START_OBJECT) {
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = parser.currentName().equals(name);
				parser.nextToken();
				if (found) {
					return true;
				}
				parser.skipChildren();
			}
		}
		return false;
	}

	/**
	 * Reads a value at which a parser stands.
	 *
	 * @param <T> the type of the value
	 */
	@FunctionalInterface
	private interface Reading<T> {

		@Nullable T read(JsonText text, JsonParser parser);

	}

}
