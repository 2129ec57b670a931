package io.fletch.store.embedding;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts words as {@link WordHashFunction} does, and how many sources were embedded;
 * fails from a number of them on.
 */
public final class CountingFunction implements EmbeddingFunction {

	/** How many sources were embedded. */
	public final AtomicInteger embedded = new AtomicInteger();

	private final WordHashFunction words;

	private final String model;

	private volatile int limit = Integer.MAX_VALUE;

	public CountingFunction(String name, int dimensions, String model) {
		this.words = new WordHashFunction(name, dimensions);
		this.model = model;
	}

	public void failAfter(int sources) {
		this.limit = sources;
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
	public ModelDescription description() {
		return new ModelDescription(this.model, Map.of());
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		if (this.embedded.get() + sources.size() > this.limit) {
			throw new EmbeddingException("The quota is used up");
		}
		this.embedded.addAndGet(sources.size());
		return this.words.embedSources(sources);
	}

	@Override
	public float[] embedQuery(String query) {
		return this.words.embedQuery(query);
	}

}
