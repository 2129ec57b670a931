package io.fletch.store.embedding;

import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The functions of a table in the form of its metadata: a JSON list of objects with
 * {@code id}, {@code name}, {@code type}, {@code options}, {@code model},
 * {@code dimensions} and {@code settings}. Unknown properties are passed over.
 *
 * @param byId the definitions by their ids
 */
public record EmbeddingDefinitions(SortedMap<Integer, EmbeddingDefinition> byId) {

	private static final JsonFactory JSON = new JsonFactory();

	/**
	 * Copies the definitions.
	 */
	public EmbeddingDefinitions {
		byId = new TreeMap<>(byId);
	}

	/**
	 * Reads definitions.
	 * @param json the text, or {@code null} for none
	 * @return the definitions
	 * @throws EmbeddingException if it is no such list
	 */
	public static EmbeddingDefinitions read(@Nullable String json) {
		SortedMap<Integer, EmbeddingDefinition> definitions = new TreeMap<>();
		if (json == null) {
			return new EmbeddingDefinitions(definitions);
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			require(parser.nextToken() == JsonToken.START_ARRAY);
			while (parser.nextToken() == JsonToken.START_OBJECT) {
				read(parser, definitions);
			}
			require(parser.currentToken() == JsonToken.END_ARRAY);
		}
		catch (JacksonException ex) {
			throw new EmbeddingException("The table's list of embedding functions is no JSON", ex);
		}
		return new EmbeddingDefinitions(definitions);
	}

	private static void read(JsonParser parser, SortedMap<Integer, EmbeddingDefinition> definitions) {
		int id = -1;
		int dimensions = 0;
		Map<String, String> texts = new TreeMap<>();
		Map<String, String> options = Map.of();
		Map<String, String> settings = Map.of();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = parser.currentName();
			JsonToken value = parser.nextToken();
			switch (property) {
				case "id" -> id = number(parser);
				case "dimensions" -> dimensions = number(parser);
				case "options" -> options = texts(parser);
				case "settings" -> settings = texts(parser);
				default -> {
					if (value == JsonToken.VALUE_STRING) {
						texts.put(property, parser.getString());
					}
					parser.skipChildren();
				}
			}
		}
		String name = texts.get("name");
		String model = texts.get("model");
		require(id >= 0 && name != null && model != null);
		definitions.put(id, new EmbeddingDefinition(Objects.requireNonNull(name), texts.get("type"), options,
				new EmbeddingDefinition.Model(Objects.requireNonNull(model), dimensions, settings)));
	}

	private static int number(JsonParser parser) {
		require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
		return parser.getIntValue();
	}

	private static Map<String, String> texts(JsonParser parser) {
		require(parser.currentToken() == JsonToken.START_OBJECT);
		Map<String, String> texts = new TreeMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = parser.currentName();
			require(parser.nextToken() == JsonToken.VALUE_STRING);
			texts.put(property, parser.getString());
		}
		return texts;
	}

	private static void require(boolean condition) {
		if (!condition) {
			throw new EmbeddingException(
					"The table's list of embedding functions has not the form that it should have");
		}
	}

	/**
	 * Writes definitions.
	 * @return the text
	 */
	public String write() {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartArray();
			this.byId.forEach((id, definition) -> write(json, id, definition));
			json.writeEndArray();
		}
		return text.toString();
	}

	private static void write(JsonGenerator json, int id, EmbeddingDefinition definition) {
		json.writeStartObject();
		json.writeNumberProperty("id", id);
		json.writeStringProperty("name", definition.name());
		if (definition.type() != null) {
			json.writeStringProperty("type", definition.type());
		}
		write(json, "options", definition.options());
		json.writeStringProperty("model", definition.model().name());
		json.writeNumberProperty("dimensions", definition.model().dimensions());
		write(json, "settings", definition.model().settings());
		json.writeEndObject();
	}

	private static void write(JsonGenerator json, String property, Map<String, String> texts) {
		json.writeObjectPropertyStart(property);
		texts.forEach(json::writeStringProperty);
		json.writeEndObject();
	}

}
