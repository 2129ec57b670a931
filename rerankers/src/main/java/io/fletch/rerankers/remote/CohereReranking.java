package io.fletch.rerankers.remote;

import java.util.LinkedHashMap;
import java.util.Map;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Judges texts by Cohere's rerank models. Longer texts than the model takes are cut at
 * their ends.
 */
public final class CohereReranking extends RemoteRerankerFactory {

	/** The alias of the rerankers. */
	public static final String ALIAS = "cohere";

	private static final int MOST_TEXTS = 1000;

	private static final long MOST_TOKENS = 1_000_000;

	/**
	 * Makes the factory.
	 */
	public CohereReranking() {
		super(ALIAS,
				RemoteOptions.withKey("COHERE_API_KEY")
					.model("rerank-v3.5")
					.baseUrl("https://api.cohere.com")
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
			return fields;
		};
		return new RerankApi(ALIAS,
				new ApiEndpoint("Cohere", RemoteOptions.address(options, "/v2/rerank"), ApiKey.bearer(options)), body,
				ScoredAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
