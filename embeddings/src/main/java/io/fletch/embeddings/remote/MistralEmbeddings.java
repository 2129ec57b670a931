package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by Mistral AI. A text that is longer than the model takes is refused.
 */
public final class MistralEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "mistral";

	private static final int MOST_TEXTS = 512;

	private static final long MOST_TOKENS = 16_384;

	private static final Map<String, Integer> KNOWN = Map.of("mistral-embed", 1024, "codestral-embed", 1536);

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("MISTRAL_API_KEY")
		.model("mistral-embed")
		.baseUrl("https://api.mistral.ai/v1")
		.dimensions()
		.batchSize(64, MOST_TEXTS)
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
			fields.put("input", texts);
			model.putDimensions(fields, "output_dimension");
			return fields;
		};
		return new EmbeddingApi("Mistral", RemoteOptions.address(options, "/embeddings"), ApiKey.bearer(options), model,
				body, IndexedAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
