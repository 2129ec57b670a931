package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by Jina AI. Longer texts than the model takes are cut at their ends.
 */
public final class JinaEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "jina";

	private static final String TASK = "task";

	private static final Set<String> TWOFOLD = Set.of("retrieval", "code");

	private static final int MOST_TEXTS = 2048;

	private static final long MOST_TOKENS = 128_000;

	private static final Map<String, Integer> KNOWN = Map.of("jina-embeddings-v5-text-small", 1024,
			"jina-embeddings-v5-text-nano", 768, "jina-embeddings-v4", 2048, "jina-embeddings-v3", 1024, "jina-clip-v2",
			1024, "jina-clip-v1", 768);

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("JINA_API_KEY")
		.model("jina-embeddings-v3")
		.baseUrl("https://api.jina.ai/v1")
		.dimensions()
		.add(EmbeddingOption.of(TASK,
				"What the vectors are for: retrieval, code (both tell questions from passages), "
						+ "another task of the model such as text-matching, or none for models without tasks",
				"retrieval"))
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
		String task = options.text(TASK);
		RemoteModel model = RemoteModel.of(ALIAS, options, KNOWN).with(TASK, task);
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("model", model.name());
			fields.put("input", texts);
			if (!"none".equals(task)) {
				fields.put(TASK, TWOFOLD.contains(task) ? task + purpose.choose(".query", ".passage") : task);
			}
			fields.put("truncate", true);
			model.putDimensions(fields, "dimensions");
			return fields;
		};
		return new EmbeddingApi("Jina", RemoteOptions.address(options, "/embeddings"), ApiKey.bearer(options), model,
				body, IndexedAnswer.class, RemoteOptions.limit(options, MOST_TEXTS, MOST_TOKENS));
	}

}
