package io.fletch.rerankers.remote;

import java.util.LinkedHashMap;
import java.util.Map;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Judges texts by Jina AI's rerankers.
 */
public final class JinaReranking extends RemoteRerankerFactory {

	/** The alias of the rerankers. */
	public static final String ALIAS = "jina";

	private static final int MOST_TEXTS = 2048;

	private static final long MOST_TOKENS = 500_000;

	/**
	 * Makes the factory.
	 */
	public JinaReranking() {
		super(ALIAS,
				RemoteOptions.withKey("JINA_API_KEY")
					.model("jina-reranker-v2-base-multilingual")
					.baseUrl("https://api.jina.ai/v1")
					.batchSize(256, MOST_TEXTS)
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
			return fields;
		};
		return new RerankApi(ALIAS,
				new ApiEndpoint("Jina", RemoteOptions.address(options, "/rerank"), ApiKey.bearer(options)), body,
				ScoredAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
