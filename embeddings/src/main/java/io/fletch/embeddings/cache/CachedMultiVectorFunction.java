package io.fletch.embeddings.cache;

import java.util.List;

import io.fletch.store.embedding.MultiVectorEmbeddingFunction;

/**
 * A function of tokens that looks into a cache first.
 */
final class CachedMultiVectorFunction extends CachedEmbeddingFunction implements MultiVectorEmbeddingFunction {

	private final MultiVectorEmbeddingFunction function;

	CachedMultiVectorFunction(EmbeddingCache cache, MultiVectorEmbeddingFunction function) {
		super(cache, function);
		this.function = function;
	}

	@Override
	public List<float[][]> embedSourceTokens(List<String> sources) {
		return embed("source-tokens", sources,
				(missing) -> checked(missing.size(), this.function.embedSourceTokens(missing)));
	}

	@Override
	public float[][] embedQueryTokens(String query) {
		return embed("query-tokens", List.of(query),
				(missing) -> List.<float[][]>of(this.function.embedQueryTokens(missing.getFirst())))
			.getFirst();
	}

}
