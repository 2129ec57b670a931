package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by a server of Ollama, on this machine unless the variable
 * {@value #ADDRESS} says otherwise. Longer texts than the model takes are cut at their
 * ends.
 */
public final class OllamaEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "ollama";

	/** The variable with the address of the server where no option has it. */
	public static final String ADDRESS = "OLLAMA_BASE_URL";

	private static final String KEEP_ALIVE = "keep-alive";

	private static final int MOST_TEXTS = 2048;

	/** The server has no such limit, but a request should end before its time is over. */
	private static final long MOST_TOKENS = 65_536;

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withOptionalKey()
		.model("nomic-embed-text")
		.baseUrl("${" + ADDRESS + ":http://localhost:11434}")
		.dimensions()
		.addAll(Prefixes.OPTIONS)
		.add(EmbeddingOption.optional(KEEP_ALIVE, "How long the server keeps the model in memory, for example 10m"))
		.batchSize(64, MOST_TEXTS)
		.pacing("PT5M");

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
		String keepAlive = options.find(KEEP_ALIVE);
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model", model.name());
			fields.put("input", prefixes.apply(texts, purpose));
			fields.put("truncate", true);
			if (keepAlive != null) {
				fields.put("keep_alive", keepAlive);
			}
			model.putDimensions(fields, "dimensions");
			return fields;
		};
		return new EmbeddingApi("Ollama", RemoteOptions.address(options, "/api/embed"), ApiKey.bearer(options), model,
				body, OllamaAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
