package io.fletch.store.embedding;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A function in LanceDB's metadata of a schema, {@code embedding_functions}: a JSON list
 * of objects with {@code name}, {@code model} (the arguments), {@code source_column} and
 * {@code vector_column}; the last two in camel case where Node wrote them.
 *
 * @param name LanceDB's name of the kind of function
 * @param arguments what it was made with
 * @param source the column that it reads
 * @param vector the column that it fills
 */
public record LanceDbFunction(String name, Map<String, String> arguments, String source, String vector) {

	/** The key of the schema's metadata. */
	public static final String KEY = "embedding_functions";

	private static final JsonFactory JSON = new JsonFactory();

	/** Our types, where they are called otherwise. */
	private static final Map<String, String> TYPES = Map.of("open-clip", "clip", "gemini-text", "gemini", "voyageai",
			"voyage", "huggingface", "sentence-transformers");

	/** LanceDB does not write down the arguments that were not given. */
	private static final Map<String, Map<String, String>> DEFAULTS = Map.of("openai",
			Map.of("model", "text-embedding-ada-002"), "sentence-transformers", Map.of("model", "all-MiniLM-L6-v2"),
			"open-clip", Map.of("model", "ViT-B-32"), "cohere", Map.of("model", "embed-multilingual-v2.0"),
			"gemini-text", Map.of("model", "gemini-embedding-001"), "ollama", Map.of("model", "nomic-embed-text"),
			"jina", Map.of("model", "jina-clip-v1"), "huggingface",
			Map.of("model", "colbert-ir/colbertv2.0", "pooling", "mean", "normalize", "false"));

	private static final Pattern SECRET = Pattern.compile("(?i)key|token|secret|password|header");

	private static final String SENTENCES = "sentence-transformers";

	private static final Map<String, String> OPTIONS = Map.of("name", "model", "dim", "dimensions", "output_dimension",
			"dimensions", "use_azure", "azure");

	/**
	 * Copies the arguments.
	 */
	public LanceDbFunction {
		arguments = Map.copyOf(arguments);
	}

	/**
	 * Returns what we call the kind of function.
	 * @return the alias of a factory, which may not be there
	 */
	public String type() {
		return TYPES.getOrDefault(this.name, this.name);
	}

	/**
	 * Returns the arguments as options, with LanceDB's defaults for those that are not
	 * there.
	 * @param known the options that the type has; other arguments are left out
	 * @return the options
	 */
	public Map<String, String> options(List<EmbeddingOption> known) {
		List<String> names = known.stream().map(EmbeddingOption::name).toList();
		Map<String, String> options = new TreeMap<>(DEFAULTS.getOrDefault(this.name, Map.of()));
		options.keySet().retainAll(names);
		this.arguments.forEach((argument, value) -> {
			String option = OPTIONS.getOrDefault(argument, hyphenated(argument));
			if (names.contains(option)) {
				options.put(option, value);
			}
		});
		// The library looks for names without an organisation among its own.
		options.computeIfPresent("model", (option, model) -> (this.name.equals(SENTENCES) && !model.contains("/"))
				? SENTENCES + "/" + model : model);
		return options;
	}

	/**
	 * Names have underscores where Python wrote them, and are in camel case where Node
	 * did.
	 */
	private static String hyphenated(String argument) {
		return argument.replaceAll("([a-z0-9])([A-Z]+)", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
	}

	/**
	 * Writes functions as LanceDB does, without what may be secret.
	 * @param functions the functions
	 * @return the value of {@link #KEY}
	 */
	public static String write(List<LanceDbFunction> functions) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartArray();
			for (LanceDbFunction function : functions) {
				json.writeStartObject();
				json.writeStringProperty("name", function.name);
				json.writeObjectPropertyStart("model");
				new TreeMap<>(function.arguments).forEach((argument, value) -> {
					if (!SECRET.matcher(argument).find()) {
						json.writeStringProperty(argument, value);
					}
				});
				json.writeEndObject();
				json.writeStringProperty("source_column", function.source);
				json.writeStringProperty("vector_column", function.vector);
				json.writeEndObject();
			}
			json.writeEndArray();
		}
		return text.toString();
	}

	/**
	 * Reads LanceDB's metadata.
	 * @param json the value of {@link #KEY}
	 * @return the functions
	 * @throws EmbeddingException if it is no such list
	 */
	public static List<LanceDbFunction> read(String json) {
		List<LanceDbFunction> functions = new ArrayList<>();
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			require(parser.nextToken() == JsonToken.START_ARRAY);
			while (parser.nextToken() == JsonToken.START_OBJECT) {
				functions.add(readOne(parser));
			}
			require(parser.currentToken() == JsonToken.END_ARRAY);
		}
		catch (JacksonException ex) {
			throw new EmbeddingException("The metadata '" + KEY + "' of the schema is no JSON; mend it, or remove it",
					ex);
		}
		return functions;
	}

	private static LanceDbFunction readOne(JsonParser parser) {
		Map<String, String> texts = new TreeMap<>();
		Map<String, String> arguments = Map.of();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = parser.currentName();
			if (parser.nextToken() == JsonToken.START_OBJECT && property.equals("model")) {
				arguments = arguments(parser);
			}
			else {
				putScalar(texts, property, parser);
			}
		}
		return new LanceDbFunction(text(texts, "name", "name"), arguments, text(texts, "source_column", "sourceColumn"),
				text(texts, "vector_column", "vectorColumn"));
	}

	private static Map<String, String> arguments(JsonParser parser) {
		Map<String, String> arguments = new TreeMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String argument = parser.currentName();
			parser.nextToken();
			putScalar(arguments, argument, parser);
		}
		return arguments;
	}

	private static void putScalar(Map<String, String> texts, String name, JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
			texts.put(name, parser.getString());
		}
		parser.skipChildren();
	}

	private static String text(Map<String, String> texts, String name, String inCamelCase) {
		String text = texts.getOrDefault(name, texts.get(inCamelCase));
		require(text != null);
		return String.valueOf(text);
	}

	private static void require(boolean condition) {
		if (!condition) {
			throw new EmbeddingException("The metadata '" + KEY + "' of the schema has not the form that LanceDB gives "
					+ "it: a JSON list of objects with name, model, source_column and vector_column. Mend it, or "
					+ "remove it");
		}
	}

}
