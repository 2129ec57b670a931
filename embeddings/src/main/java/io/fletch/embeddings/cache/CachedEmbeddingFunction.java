package io.fletch.embeddings.cache;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.fletch.embeddings.remote.RemoteEmbeddingFunction;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.Tokenizer;

/**
 * A function that looks into an {@link EmbeddingCache} first.
 */
public sealed class CachedEmbeddingFunction implements EmbeddingFunction
		permits CachedImageFunction, CachedMultiVectorFunction {

	private final EmbeddingCache cache;

	private final EmbeddingFunction function;

	CachedEmbeddingFunction(EmbeddingCache cache, EmbeddingFunction function) {
		this.cache = cache;
		this.function = function;
	}

	/**
	 * Returns the function that embeds what the cache does not have.
	 * @return the function
	 */
	public final EmbeddingFunction function() {
		return this.function;
	}

	@Override
	public final String name() {
		return this.function.name();
	}

	@Override
	public final int dimensions() {
		return this.function.dimensions();
	}

	@Override
	public final ModelDescription description() {
		return this.function.description();
	}

	@Override
	public final List<float[]> embedSources(List<String> sources) {
		return single(embed("source", sources,
				(missing) -> several(checked(missing.size(), this.function.embedSources(missing)))));
	}

	@Override
	public final float[] embedQuery(String query) {
		return single(embed("query", List.of(query),
				(missing) -> several(List.of(this.function.embedQuery(missing.getFirst())))))
			.getFirst();
	}

	final List<float @Nullable [][]> embed(String mode, List<String> texts, TextFunction missing) {
		KeyMaker keys = keys(mode);
		return this.cache.embed(texts.stream().map(keys::key).toList(), this.function::dimensions,
				(numbers) -> missing.embed(numbers.stream().map(texts::get).toList()));
	}

	final List<float @Nullable [][]> embedContents(String mode, List<byte[]> contents, EmbeddingCache.Missing missing) {
		KeyMaker keys = keys(mode);
		return this.cache.embed(contents.stream().map(keys::key).toList(), this.function::dimensions, missing);
	}

	/**
	 * Servers may call different models the same.
	 */
	private KeyMaker keys(String mode) {
		String place = (this.function instanceof RemoteEmbeddingFunction remote) ? remote.place() : "";
		return new KeyMaker(description(), place, mode);
	}

	final <T> List<T> checked(int expected, List<T> vectors) {
		if (vectors.size() != expected) {
			throw new EmbeddingException("Embedding function '" + name() + "' gave " + vectors.size() + " vectors for "
					+ expected + " sources: it must give one for each");
		}
		return vectors;
	}

	static List<float @Nullable [][]> several(List<float[]> vectors) {
		return vectors.stream().<float @Nullable [][]>map((vector) -> new float[][] { vector }).toList();
	}

	static List<float[]> single(List<float @Nullable [][]> vectors) {
		return vectors.stream().map((each) -> Objects.requireNonNull(each)[0]).toList();
	}

	@Override
	public final Optional<Tokenizer> tokenizer() {
		return this.function.tokenizer();
	}

	/**
	 * Closes the function that this one asks, not the cache.
	 */
	@Override
	public final void close() {
		this.function.close();
	}

	@Override
	public final String toString() {
		return "CachedEmbeddingFunction[" + this.function + "]";
	}

	/**
	 * What embeds texts that the cache does not have.
	 */
	interface TextFunction {

		List<float @Nullable [][]> embed(List<String> texts);

	}

}
