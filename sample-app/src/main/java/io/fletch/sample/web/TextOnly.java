package io.fletch.sample.web;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Takes JSON strings as text and nothing else: a number in a text's place is a client's
 * mistake, and so is half a character.
 */
final class TextOnly extends StdDeserializer<String> {

	TextOnly() {
		super(String.class);
	}

	@Override
	public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
		if (!parser.hasToken(JsonToken.VALUE_STRING)) {
			return (String) context.handleUnexpectedToken(String.class, parser);
		}
		String text = parser.getString();
		if (!isText(text)) {
			throw new HalfCharacterException(parser);
		}
		return text;
	}

	/** Says whether there are whole characters only: half a surrogate pair is none. */
	static boolean isText(String text) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

}
