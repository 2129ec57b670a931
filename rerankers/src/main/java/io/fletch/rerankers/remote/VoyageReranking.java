package io.fletch.rerankers.remote;

import java.util.LinkedHashMap;
import java.util.Map;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Judges texts by Voyage AI's rerankers. Longer texts than the model takes are cut at
 * their ends.
 */
public final class VoyageReranking extends RemoteRerankerFactory {

	/** The alias of the rerankers. */
	public static final String ALIAS = "voyage";

	private static final int MOST_TEXTS = 1000;

	private static final long MOST_TOKENS = 200_000;

	/**
	 * Makes the factory.
	 */
	public VoyageReranking() {
		super(ALIAS,
				RemoteOptions.withKey("VOYAGE_API_KEY")
					.model("rerank-2.5")
					.baseUrl("https://api.voyageai.com/v1")
					.batchSize(1000, MOST_TEXTS)
					.pacing(TIMEOUT));
	}

	@Override
	RerankApi api(EmbeddingOptions options) {
		String model = options.text(RemoteOptions.MODEL);
		RerankApi.Body body = (query, texts) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model", model);
			fields.put("query", query);
			fields.put("documents", texts);
			fields.put("return_documents", false);
			fields.put("truncation", true);
			return fields;
		};
		return new RerankApi(ALIAS,
				new ApiEndpoint("Voyage", RemoteOptions.address(options, "/rerank"), ApiKey.bearer(options)), body,
				ScoredAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
