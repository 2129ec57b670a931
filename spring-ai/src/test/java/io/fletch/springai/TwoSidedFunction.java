package io.fletch.springai;

import java.util.List;
import java.util.Map;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * Counts letters; those of a question as if each were the next in the alphabet.
 */
final class TwoSidedFunction implements EmbeddingFunction {

	static final int DIMENSIONS = 26;

	@Override
	public String name() {
		return "two-sided";
	}

	@Override
	public int dimensions() {
		return DIMENSIONS;
	}

	@Override
	public ModelDescription description() {
		return new ModelDescription("letters-v1", Map.of());
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(TwoSidedFunction::source).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return query(query);
	}

	static float[] source(String text) {
		if (text.contains("!")) {
			throw new EmbeddingException("no shouting");
		}
		float[] counts = new float[DIMENSIONS];
		text.chars().filter((letter) -> letter >= 'a' && letter <= 'z').forEach((letter) -> counts[letter - 'a']++);
		return counts;
	}

	static float[] query(String text) {
		float[] letters = source(text);
		float[] counts = new float[DIMENSIONS];
		for (int i = 0; i < DIMENSIONS; i++) {
			counts[(i + 1) % DIMENSIONS] = letters[i];
		}
		return counts;
	}

}
