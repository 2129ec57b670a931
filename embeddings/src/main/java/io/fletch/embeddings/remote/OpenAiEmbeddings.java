package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by OpenAI, or by any server with the same API: give its address as
 * {@code base-url}, up to and with {@code /v1}.
 */
public final class OpenAiEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "openai";

	static final int MOST_TEXTS = 2048;

	static final long MOST_TOKENS = 300_000;

	static final Map<String, Integer> KNOWN = Map.of("text-embedding-3-small", 1536, "text-embedding-3-large", 3072,
			"text-embedding-ada-002", 1536);

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("OPENAI_API_KEY")
		.model("text-embedding-3-small")
		.baseUrl("https://api.openai.com/v1")
		.dimensions()
		.addAll(Prefixes.OPTIONS)
		.batchSize(512, MOST_TEXTS)
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
		Prefixes prefixes = Prefixes.of(options);
		RemoteModel model = prefixes.describe(RemoteModel.of(ALIAS, options, KNOWN));
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model", model.name());
			fields.put("input", prefixes.apply(texts, purpose));
			fields.put("encoding_format", "float");
			model.putDimensions(fields, "dimensions");
			return fields;
		};
		return new EmbeddingApi("OpenAI", RemoteOptions.address(options, "/embeddings"), ApiKey.bearer(options), model,
				body, IndexedAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
