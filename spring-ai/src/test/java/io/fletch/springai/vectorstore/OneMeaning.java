package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * Finds that all texts mean nearly the same; those about zebras are furthest away.
 */
final class OneMeaning implements EmbeddingFunction {

	@Override
	public String name() {
		return "one-meaning";
	}

	@Override
	public int dimensions() {
		return 2;
	}

	@Override
	public ModelDescription description() {
		return new ModelDescription("one-meaning", Map.of());
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map((text) -> new float[] { 1, text.contains("zebra") ? 1 : 0 }).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return new float[] { 1, 0 };
	}

}
