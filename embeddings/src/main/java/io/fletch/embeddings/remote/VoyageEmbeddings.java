package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by Voyage AI. Longer texts than the model takes are cut at their ends.
 */
public final class VoyageEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "voyage";

	private static final int MOST_TEXTS = 1000;

	/** Some models take more, none takes less. */
	private static final long MOST_TOKENS = 120_000;

	private static final Map<String, Integer> KNOWN = Map.ofEntries(Map.entry("voyage-4-large", 1024),
			Map.entry("voyage-4", 1024), Map.entry("voyage-4-lite", 1024), Map.entry("voyage-3.5", 1024),
			Map.entry("voyage-3.5-lite", 1024), Map.entry("voyage-3-large", 1024), Map.entry("voyage-3", 1024),
			Map.entry("voyage-3-lite", 512), Map.entry("voyage-code-3", 1024), Map.entry("voyage-code-2", 1536),
			Map.entry("voyage-finance-2", 1024), Map.entry("voyage-law-2", 1024));

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("VOYAGE_API_KEY")
		.model("voyage-4")
		.baseUrl("https://api.voyageai.com/v1")
		.dimensions()
		.batchSize(256, MOST_TEXTS)
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
			fields.put("input_type", purpose.choose("query", "document"));
			fields.put("truncation", true);
			model.putDimensions(fields, "output_dimension");
			return fields;
		};
		return new EmbeddingApi("Voyage", RemoteOptions.address(options, "/embeddings"), ApiKey.bearer(options), model,
				body, IndexedAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
