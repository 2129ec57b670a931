package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by Cohere. Longer texts than the model takes are cut at their ends.
 */
public final class CohereEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "cohere";

	private static final int MOST_TEXTS = 96;

	private static final long MOST_TOKENS = 128_000;

	private static final Map<String, Integer> KNOWN = Map.of("embed-v4.0", 1536, "embed-multilingual-v3.0", 1024,
			"embed-english-v3.0", 1024, "embed-multilingual-light-v3.0", 384, "embed-english-light-v3.0", 384);

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("COHERE_API_KEY")
		.model("embed-v4.0")
		.baseUrl("https://api.cohere.com")
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
		RemoteModel model = RemoteModel.of(ALIAS, options, KNOWN);
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model", model.name());
			fields.put("texts", texts);
			fields.put("input_type", purpose.choose("search_query", "search_document"));
			fields.put("embedding_types", List.of("float"));
			fields.put("truncate", "END");
			model.putDimensions(fields, "output_dimension");
			return fields;
		};
		return new EmbeddingApi("Cohere", RemoteOptions.address(options, "/v2/embed"), ApiKey.bearer(options), model,
				body, CohereAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
