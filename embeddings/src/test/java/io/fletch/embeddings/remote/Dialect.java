package io.fletch.embeddings.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;

import io.fletch.embeddings.http.Timing;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How the API of each provider looks from its side, after what it publishes.
 */
enum Dialect {

	OPENAI(new OpenAiEmbeddings(), "/embeddings", "Authorization", "/input"),

	AZURE(new AzureOpenAiEmbeddings(), "/openai/deployments/my%20deployment/embeddings?api-version=2024-10-21",
			"api-key", "/input"),

	COHERE(new CohereEmbeddings(), "/v2/embed", "Authorization", "/texts"),

	JINA(new JinaEmbeddings(), "/embeddings", "Authorization", "/input"),

	VOYAGE(new VoyageEmbeddings(), "/embeddings", "Authorization", "/input"),

	MISTRAL(new MistralEmbeddings(), "/embeddings", "Authorization", "/input"),

	GEMINI(new GeminiEmbeddings(), "/models/some-model:batchEmbedContents", "x-goog-api-key", "/requests"),

	OLLAMA(new OllamaEmbeddings(), "/api/embed", "Authorization", "/input"),

	TEI(new HuggingFaceTeiEmbeddings(), "/embed", "Authorization", "/inputs");

	static final int DIMENSIONS = 4;

	private final RemoteEmbeddingFactory factory;

	private final String path;

	private final String keyHeader;

	private final String texts;

	Dialect(RemoteEmbeddingFactory factory, String path, String keyHeader, String texts) {
		this.factory = factory;
		this.path = path;
		this.keyHeader = keyHeader;
		this.texts = texts;
	}

	String path() {
		return this.path;
	}

	RemoteEmbeddingFactory factory() {
		return this.factory;
	}

	/**
	 * Makes a function of a model that nobody knows, with further options as pairs.
	 */
	RemoteEmbeddingFunction function(String address, Timing timing, String... more) {
		Map<String, String> values = new HashMap<>(Map.of("model", "some-model", "base-url", address, "api-key",
				ProviderServer.KEY, "deployment", "my deployment"));
		for (EmbeddingOption option : this.factory.options()) {
			if (option.defaultValue() != null) {
				values.putIfAbsent(option.name(), option.defaultValue());
			}
		}
		for (int i = 0; i < more.length; i += 2) {
			values.put(more[i], more[i + 1]);
		}
		return this.factory.create("mine", new EmbeddingOptions("mine", values), timing);
	}

	boolean hasKey(HttpExchange exchange) {
		String expected = "Authorization".equals(this.keyHeader) ? "Bearer " + ProviderServer.KEY : ProviderServer.KEY;
		return expected.equals(exchange.getRequestHeaders().getFirst(this.keyHeader));
	}

	List<String> texts(JsonNode request) {
		List<String> texts = new ArrayList<>();
		for (JsonNode text : request.at(this.texts)) {
			texts.add((this == GEMINI) ? text.at("/content/parts/0/text").stringValue() : text.stringValue());
		}
		return texts;
	}

	/** The status by which it refuses too many texts. */
	int tooLarge() {
		return (this == TEI) ? 413 : 400;
	}

	String answer(List<float[]> vectors) {
		List<String> arrays = vectors.stream().map(Arrays::toString).toList();
		return switch (this) {
			case COHERE -> "{\"id\": \"1\", \"embeddings\": {\"float\": " + arrays
					+ "}, \"meta\": {\"billed_units\": {\"input_tokens\": 7}}}";
			case GEMINI ->
				"{\"embeddings\": " + arrays.stream().map((array) -> "{\"values\": " + array + "}").toList() + "}";
			case OLLAMA -> "{\"model\": \"some-model\", \"embeddings\": " + arrays + ", \"prompt_eval_count\": 7}";
			case TEI -> arrays.toString();
			case OPENAI, AZURE, JINA, VOYAGE, MISTRAL -> "{\"object\": \"list\", \"data\": " + indexed(arrays)
					+ ", \"model\": \"some-model\", \"usage\": {\"prompt_tokens\": 7, \"total_tokens\": 7}}";
		};
	}

	/** The last vector first, as the order is the index's to tell. */
	private static List<String> indexed(List<String> arrays) {
		return IntStream.range(0, arrays.size())
			.map((i) -> arrays.size() - 1 - i)
			.mapToObj((i) -> "{\"object\": \"embedding\", \"index\": " + i + ", \"embedding\": " + arrays.get(i) + "}")
			.toList();
	}

	/**
	 * Returns the vector of a text: not two texts have the same.
	 */
	static float[] vector(String text) {
		float[] vector = new float[DIMENSIONS];
		for (int i = 0; i < DIMENSIONS; i++) {
			vector[i] = (text.hashCode() >> (8 * i) & 0xFF) / 3f + 0.1f;
		}
		return vector;
	}

}
