package io.fletch.autoconfigure;

import java.util.List;
import java.util.Locale;

import io.fletch.store.embedding.EmbeddingFunction;

/**
 * An embedding function that counts letters: the same text, the same vector, and no model
 * to load.
 */
final class LetterCounts implements EmbeddingFunction {

	private final String name;

	LetterCounts(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return 'z' - 'a' + 1;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		float[] counts = new float[dimensions()];
		query.toLowerCase(Locale.ROOT)
			.chars()
			.filter((character) -> character >= 'a' && character <= 'z')
			.forEach((character) -> counts[character - 'a']++);
		return counts;
	}

}
