package io.fletch.embeddings.remote;

import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * What the factories of all providers do. No request is sent before a function is used.
 */
abstract class RemoteEmbeddingFactory implements EmbeddingFunctionFactory {

	/**
	 * Returns how the provider is spoken to.
	 */
	abstract EmbeddingApi api(EmbeddingOptions options);

	@Override
	public final RemoteEmbeddingFunction create(String name, EmbeddingOptions options) {
		return create(name, options, Timing.system());
	}

	final RemoteEmbeddingFunction create(String name, EmbeddingOptions options, Timing timing) {
		return new RemoteEmbeddingFunction(name, api(options), RemoteSettings.of(options), timing);
	}

}
