package io.fletch.autoconfigure;

import java.util.List;
import java.util.Optional;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.Tokenizer;

/**
 * The default function of a registry. Its model is loaded when it is first used, so that
 * an application starts without waiting for it; the registry closes it.
 */
final class DefaultEmbeddingFunction implements EmbeddingFunction {

	private final EmbeddingFunctionRegistry registry;

	DefaultEmbeddingFunction(EmbeddingFunctionRegistry registry) {
		this.registry = registry;
	}

	@Override
	public String name() {
		return this.registry.defaultAlias();
	}

	@Override
	public int dimensions() {
		return function().dimensions();
	}

	@Override
	public ModelDescription description() {
		return function().description();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return function().embedSources(sources);
	}

	@Override
	public float[] embedQuery(String query) {
		return function().embedQuery(query);
	}

	@Override
	public Optional<Tokenizer> tokenizer() {
		return function().tokenizer();
	}

	private EmbeddingFunction function() {
		return this.registry.get(this.registry.defaultAlias());
	}

}
