package io.fletch.store.embedding;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes deterministic functions for tests, whose model and key are options.
 */
public final class WordHashFactory implements EmbeddingFunctionFactory {

	/** How many functions were made. */
	public final AtomicInteger made = new AtomicInteger();

	@Override
	public String alias() {
		return "word-hash";
	}

	@Override
	public List<EmbeddingOption> options() {
		return List.of(EmbeddingOption.of("dimensions", "the length of the vectors", "8"),
				EmbeddingOption.of("model", "the name of the model", "hash-1"),
				EmbeddingOption.optional("address", "where the model is").guarded(),
				new EmbeddingOption("api-key", "a secret", "${WORD_HASH_KEY:none}", false, true));
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		if (options.text("api-key").equals("wrong-secret")) {
			throw new EmbeddingException("The key wrong-secret is refused",
					new IllegalArgumentException("wrong-secret"));
		}
		this.made.incrementAndGet();
		return new Described(new WordHashFunction(name, options.number("dimensions", 1, 64)), options.text("model"));
	}

	private record Described(WordHashFunction words, String model) implements EmbeddingFunction {

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
			return new ModelDescription(this.model, Map.of("pooling", "sum"));
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return this.words.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			return this.words.embedQuery(query);
		}

	}

}
