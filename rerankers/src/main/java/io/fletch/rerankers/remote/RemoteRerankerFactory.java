package io.fletch.rerankers.remote;

import java.util.ArrayList;
import java.util.List;

import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.rerankers.ModelReranker;
import io.fletch.rerankers.RerankScope;
import io.fletch.rerankers.RerankerFactory;
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

	final ModelReranker create(EmbeddingOptions values, Timing timing) {
		RerankApi api = api(values);
		return new ModelReranker(
				new RemoteRelevanceModel(api, RemoteSettings.of(values), timing, keys(values, api, timing)),
				RerankScope.of(values));
	}

}
