package io.fletch.test.embedding;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddingFunctionContractTests {

	private final EmbeddingFunctionContract contract = new EmbeddingFunctionContract() {

		private final EmbeddingFunction function = new OneBuffer();

		@Override
		protected EmbeddingFunction function() {
			return this.function;
		}

	};

	@Test
	void catchesAFunctionThatHandsOutTheSameArrayEachTime() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.contract::changesNoVectorThatItHandedOut);
	}

	/**
	 * Writes each question's vector over the one before.
	 */
	private static final class OneBuffer implements EmbeddingFunction {

		private final EmbeddingFunction words = new HashedWordsFunction();

		private final float[] buffer = new float[this.words.dimensions()];

		@Override
		public String name() {
			return "one-buffer";
		}

		@Override
		public int dimensions() {
			return this.buffer.length;
		}

		@Override
		public ModelDescription description() {
			return this.words.description();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return this.words.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			float[] vector = this.words.embedQuery(query);
			System.arraycopy(vector, 0, this.buffer, 0, vector.length);
			return this.buffer;
		}

	}

}
