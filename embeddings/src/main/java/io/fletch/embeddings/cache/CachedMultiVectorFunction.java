package io.fletch.embeddings.cache;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.embedding.PartialEmbeddingException;

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
	@SuppressWarnings("NullAway") // What the function gives is passed on.
	public List<float[][]> embedSourceTokens(List<String> sources) {
		return embed("source-tokens", sources, this::made).stream().<float[][]>map((vectors) -> vectors).toList();
	}

	private List<float @Nullable [][]> made(List<String> missing) {
		try {
			return checked(missing.size(), this.function.embedSourceTokens(missing)).stream()
				.<float @Nullable [][]>map((vectors) -> vectors)
				.toList();
		}
		catch (PartialEmbeddingException ex) {
			// It tells one vector of each text, which are not those of its tokens.
			throw new EmbeddingException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@Override
	public float[][] embedQueryTokens(String query) {
		return Objects.requireNonNull(embed("query-tokens", List.of(query),
				(missing) -> List.<float @Nullable [][]>of(this.function.embedQueryTokens(missing.getFirst())))
			.getFirst());
	}

}
