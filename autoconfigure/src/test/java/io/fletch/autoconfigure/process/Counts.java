package io.fletch.autoconfigure.process;

import java.util.List;

import io.fletch.store.embedding.EmbeddingFunction;

/**
 * Counts vowels and other letters: an embedding function without a model.
 */
final class Counts implements EmbeddingFunction {

	@Override
	public String name() {
		return "counts";
	}

	@Override
	public int dimensions() {
		return 2;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		long vowels = query.chars().filter((character) -> "aeiou".indexOf(character) >= 0).count();
		return new float[] { vowels, query.length() - vowels };
	}

}
