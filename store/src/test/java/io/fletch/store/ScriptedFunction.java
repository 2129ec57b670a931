package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.WordHashFunction;

/**
 * Counts words as {@link WordHashFunction} does, and keeps the sizes of its calls; a
 * script looks at the sources of a call before.
 */
final class ScriptedFunction implements EmbeddingFunction {

	/** How many sources each call had, calls that failed included. */
	final List<Integer> calls = new ArrayList<>();

	private final WordHashFunction words;

	UnaryOperator<List<String>> script = UnaryOperator.identity();

	ScriptedFunction(String name, int dimensions) {
		this.words = new WordHashFunction(name, dimensions);
	}

	int sources() {
		return this.calls.stream().mapToInt(Integer::intValue).sum();
	}

	@Override
	public String name() {
		return this.words.name();
	}

	@Override
	public int dimensions() {
		return this.words.dimensions();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		this.calls.add(sources.size());
		return this.words.embedSources(this.script.apply(sources));
	}

	@Override
	public float[] embedQuery(String query) {
		return this.words.embedQuery(query);
	}

}
