package io.fletch.rerankers.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Judges texts by IBM watsonx.ai. The key is exchanged for a token, which is asked for
 * anew before it expires.
 */
public final class WatsonxReranking extends RemoteRerankerFactory {

	/** The alias of the rerankers. */
	public static final String ALIAS = "watsonx";

	private static final int MOST_TEXTS = 1000;

	private static final long MOST_TOKENS = 200_000;

	private static final String PROJECT = "project-id";

	private static final String SPACE = "space-id";

	private static final String TOKEN_URL = "token-url";

	private static final String TRUNCATION = "truncate-input-tokens";

	private static final String PATH = "/ml/v1/text/rerank?version=2024-05-31";

	/**
	 * Makes the factory.
	 */
	public WatsonxReranking() {
		super(ALIAS,
				RemoteOptions.withKey("WATSONX_API_KEY")
					.model("cross-encoder/ms-marco-minilm-l-12-v2")
					.baseUrl("https://us-south.ml.cloud.ibm.com")
					.add(EmbeddingOption
						.of(TOKEN_URL, "The address where the key is exchanged for a token",
								"https://iam.cloud.ibm.com/identity/token")
						.guarded())
					.add(EmbeddingOption.optional(PROJECT, "The project; either it or the space is given"))
					.add(EmbeddingOption.optional(SPACE, "The deployment space; either it or the project is given"))
					.add(EmbeddingOption.optional(TRUNCATION,
							"How many tokens of a text count at most; longer texts are an error by default"))
					.batchSize(100, MOST_TEXTS)
					.pacing(TIMEOUT));
	}

	@Override
	RerankApi api(EmbeddingOptions options) {
		String project = options.find(PROJECT);
		String space = options.find(SPACE);
		if ((project == null) == (space == null)) {
			throw new EmbeddingException("The reranker 'watsonx' needs one of the options 'project-id' and 'space-id', "
					+ "but was given " + ((project != null) ? "both" : "neither"));
		}
		Map<String, Object> parameters = new LinkedHashMap<>();
		if (options.find(TRUNCATION) != null) {
			parameters.put("truncate_input_tokens", options.number(TRUNCATION, 1, 1_000_000));
		}
		parameters.put("return_options", Map.of("inputs", false, "query", false));
		RerankApi.Body body = (query, texts) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model_id", options.text(RemoteOptions.MODEL));
			fields.put((project != null) ? "project_id" : "space_id", (project != null) ? project : space);
			fields.put("query", query);
			fields.put("inputs", inputs(texts));
			fields.put("parameters", parameters);
			return fields;
		};
		return new RerankApi(ALIAS,
				new ApiEndpoint("watsonx", RemoteOptions.address(options, PATH), ApiKey.bearer(options)), body,
				ScoredAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

	private static List<Map<String, String>> inputs(List<String> texts) {
		return texts.stream().map((text) -> Map.of("text", text)).toList();
	}

	@Override
	RemoteRelevanceModel.KeySource keys(EmbeddingOptions options, RerankApi api, Timing timing) {
		ApiEndpoint place = new ApiEndpoint("IBM Cloud", options.address(TOKEN_URL), ApiKey.bearer(options));
		return new ExchangedKey(place, options.text(ApiKey.OPTION).strip(), RemoteSettings.of(options), timing);
	}

}
