package io.fletch.rerankers.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.RemoteOptions;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.rerankers.ModelReranker;
import io.fletch.rerankers.RerankScope;
import io.fletch.rerankers.RerankerFactory;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * What the factories of all providers do. No request is sent before a reranker is used.
 */
abstract class RemoteRerankerFactory implements RerankerFactory {

	/** How long an answer may take where the provider only judges. */
	static final String TIMEOUT = "PT60S";

	private final String alias;

	private final List<EmbeddingOption> options;

	RemoteRerankerFactory(String alias, List<EmbeddingOption> options) {
		this.alias = alias;
		List<EmbeddingOption> all = new ArrayList<>(RerankScope.options());
		all.addAll(options);
		this.options = List.copyOf(all);
	}

	/**
	 * Returns how the provider is spoken to.
	 */
	abstract RerankApi api(EmbeddingOptions options);

	/**
	 * Returns where the key of each request comes from.
	 */
	RemoteRelevanceModel.KeySource keys(EmbeddingOptions options, RerankApi api, Timing timing) {
		return api.endpoint()::key;
	}

	@Override
	public final String alias() {
		return this.alias;
	}

	@Override
	public final List<EmbeddingOption> options() {
		return this.options;
	}

	@Override
	public final ModelReranker create(EmbeddingOptions values) {
		return create(values, Timing.system());
	}

	/** Only servers of one's own may need no key. */
	private void requireKey(EmbeddingOptions values) {
		String key = values.find(ApiKey.OPTION);
		String address = values.find(RemoteOptions.BASE_URL);
		boolean isOfProvider = this.options.stream()
			.anyMatch((option) -> option.name().equals(RemoteOptions.BASE_URL)
					&& Objects.equals(option.defaultValue(), address));
		if (key != null && key.isBlank() && isOfProvider) {
			throw new EmbeddingException("The option '" + ApiKey.OPTION + "' of the reranker '" + this.alias
					+ "' is blank: give the key that the provider gave you, or by '" + RemoteOptions.BASE_URL
					+ "' a server that needs none");
		}
	}

	final ModelReranker create(EmbeddingOptions values, Timing timing) {
		requireKey(values);
		RerankApi api = api(values);
		return new ModelReranker(
				new RemoteRelevanceModel(api, RemoteSettings.of(values), timing, keys(values, api, timing)),
				RerankScope.of(values));
	}

}
