package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by a server of Hugging Face's text-embeddings-inference. Longer texts than
 * the model takes are cut at their ends.
 */
public final class HuggingFaceTeiEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "huggingface-tei";

	/** As many as the server was started for, usually 32. */
	private static final int MOST_TEXTS = 4096;

	private static final long MOST_TOKENS = 65_536;

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withOptionalKey()
		.add(EmbeddingOption.required(RemoteOptions.MODEL,
				"The model that the server runs, for example BAAI/bge-small-en-v1.5: tables remember it"))
		.baseUrl("http://localhost:8080")
		.dimensions()
		.addAll(Prefixes.OPTIONS)
		.batchSize(32, MOST_TEXTS)
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
		RemoteModel model = prefixes.describe(RemoteModel.of(ALIAS, options, Map.of()));
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("inputs", prefixes.apply(texts, purpose));
			fields.put("truncate", true);
			model.putDimensions(fields, "dimensions");
			return fields;
		};
		return new EmbeddingApi("text-embeddings-inference", RemoteOptions.address(options, "/embed"),
				ApiKey.bearer(options), model, body, TeiAnswer.class,
				RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
