package io.fletch.embeddings.remote;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by Google's Gemini API. Vectors that it has shortened are brought to length
 * 1, as the whole ones are.
 */
public final class GeminiEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "gemini";

	private static final int MOST_TEXTS = 100;

	private static final long MOST_TOKENS = 200_000;

	/** These read what a text is for from words before it. */
	private static final String WITHOUT_TASKS = "gemini-embedding-2";

	private static final Map<String, Integer> KNOWN = Map.of("gemini-embedding-001", 3072, "gemini-embedding-2", 3072);

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("GEMINI_API_KEY")
		.model("gemini-embedding-001")
		.baseUrl("https://generativelanguage.googleapis.com/v1beta")
		.dimensions()
		.batchSize(MOST_TEXTS, MOST_TEXTS)
		.pacing("PT60S");

	@Override
	public String alias() {
		return ALIAS;
	}

	@Override
	public List<EmbeddingOption> options() {
		return OPTIONS;
	}

	@Override
	EmbeddingApi api(EmbeddingOptions options) {
		RemoteModel described = RemoteModel.of(ALIAS, options, KNOWN);
		RemoteModel model = (described.requested() > 0) ? described.scaled() : described;
		String place = "models/" + model.name();
		URI address = RemoteOptions.address(options,
				"/models/" + RemoteOptions.part(model.name()) + ":batchEmbedContents");
		RequestBody body = (texts, purpose) -> Map.of("requests",
				texts.stream().map((text) -> request(model, place, text, purpose)).toList());
		return new EmbeddingApi("Gemini", address, ApiKey.header("x-goog-api-key", options), model, body,
				GeminiAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

	private static Map<String, Object> request(RemoteModel model, String place, String text, Purpose purpose) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("model", place);
		if (model.name().startsWith(WITHOUT_TASKS)) {
			fields.put("content",
					content(purpose.choose("task: search result | query: ", "title: none | text: ") + text));
		}
		else {
			fields.put("content", content(text));
			fields.put("taskType", purpose.choose("RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT"));
		}
		model.putDimensions(fields, "outputDimensionality");
		return fields;
	}

	private static Map<String, Object> content(String text) {
		return Map.of("parts", List.of(Map.of("text", text)));
	}

}
