package io.fletch.embeddings.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds text by a model of OpenAI that is deployed in Azure. Its vectors are those of
 * {@link OpenAiEmbeddings}.
 */
public final class AzureOpenAiEmbeddings extends RemoteEmbeddingFactory {

	/** The alias of the functions. */
	public static final String ALIAS = "azure-openai";

	private static final String DEPLOYMENT = "deployment";

	private static final String API_VERSION = "api-version";

	private static final List<EmbeddingOption> OPTIONS = RemoteOptions.withKey("AZURE_OPENAI_API_KEY")
		.add(EmbeddingOption
			.required(RemoteOptions.BASE_URL,
					"The address of your resource, for example https://my-resource.openai.azure.com")
			.guarded())
		.add(EmbeddingOption.required(DEPLOYMENT, "The name of the model's deployment"))
		.add(EmbeddingOption.of(API_VERSION, "The version of the API, a date", "2024-10-21"))
		.model("text-embedding-3-small")
		.dimensions()
		.batchSize(512, OpenAiEmbeddings.MOST_TEXTS)
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
		RemoteModel model = RemoteModel.of(OpenAiEmbeddings.ALIAS, options, OpenAiEmbeddings.KNOWN);
		String path = "/openai/deployments/" + RemoteOptions.part(options.text(DEPLOYMENT)) + "/embeddings?api-version="
				+ RemoteOptions.part(options.text(API_VERSION));
		RequestBody body = (texts, purpose) -> {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("input", texts);
			model.putDimensions(fields, "dimensions");
			return fields;
		};
		return new EmbeddingApi("Azure OpenAI", RemoteOptions.address(options, path), ApiKey.header("api-key", options),
				model, body, IndexedAnswer.class,
				RemoteOptions.limit(options, OpenAiEmbeddings.MOST_TEXTS, OpenAiEmbeddings.MOST_TOKENS));
	}

}
