package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Takes JSON strings as text and nothing else: a number in a text's place is a client's
 * mistake.
 */
final class TextOnly extends StdDeserializer<String> {

	TextOnly() {
		super(String.class);
	}

	@Override
	public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
		return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getString()
				: (String) context.handleUnexpectedToken(String.class, parser);
	}

}
