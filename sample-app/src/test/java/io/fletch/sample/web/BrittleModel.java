package io.fletch.sample.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.SourceKind;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * A model of texts that fails when it is told to.
 */
final class BrittleModel implements EmbeddingFunctionFactory {

	private static final AtomicBoolean FAILS = new AtomicBoolean();

	/** Makes every call fail, until it is told otherwise. */
	static void fail(boolean fails) {
		FAILS.set(fails);
	}

	@Override
	public String alias() {
		return "brittle";
	}

	@Override
	public Set<SourceKind> accepts() {
		return Set.of(SourceKind.TEXT);
	}

	@Override
	public EmbeddingFunction create(String name, EmbeddingOptions options) {
		return new Brittle(name, new HashedWordsFunction(name, 32));
	}

	/**
	 * The function.
	 *
	 * @param name its name
	 * @param whole what it is as long as it does not fail
	 */
	private record Brittle(String name, EmbeddingFunction whole) implements EmbeddingFunction {

		@Override
		public int dimensions() {
			return this.whole.dimensions();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			requireWhole();
			return this.whole.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			requireWhole();
			return this.whole.embedQuery(query);
		}

		private static void requireWhole() {
			if (FAILS.get()) {
				throw new EmbeddingException("The model is broken");
			}
		}

	}

}
