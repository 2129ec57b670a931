package io.fletch.store.embedding;

import java.util.List;
import java.util.Locale;

/**
 * A deterministic embedding function for tests: counts of words, hashed to dimensions.
 */
public final class WordHashFunction implements EmbeddingFunction {

	private final String name;

	private final int dimensions;

	public WordHashFunction(String name, int dimensions) {
		this.name = name;
		this.dimensions = dimensions;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		float[] vector = new float[this.dimensions];
		for (String word : query.toLowerCase(Locale.ROOT).split("\\W+")) {
			vector[Math.floorMod(word.hashCode(), this.dimensions)] += 1;
		}
		return vector;
	}

}
