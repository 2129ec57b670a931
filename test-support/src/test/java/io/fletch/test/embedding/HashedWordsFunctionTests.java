package io.fletch.test.embedding;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashedWordsFunctionTests extends EmbeddingFunctionContract {

	private final EmbeddingFunction function = new HashedWordsFunction();

	@Override
	protected EmbeddingFunction function() {
		return this.function;
	}

	@Test
	void givesTheSameVectorsEveryTime() {
		float[] vector = new HashedWordsFunction("words", 4).embedQuery("one two three four");
		assertThat(vector).containsExactly(new HashedWordsFunction("others", 4).embedQuery("Four THREE, two: one!"));
	}

	@Test
	void placesTextsThatShareWordsNearEachOther() {
		List<float[]> vectors = this.function
			.embedSources(List.of("arrow columns in memory", "columns of arrow", "rain on the river"));
		assertThat(Cosine.of(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
		assertThat(Cosine.of(vectors.get(0), vectors.get(2))).isLessThan(0.3);
	}

	@Test
	void saysWhatItsVectorsDependOn() {
		ModelDescription description = new HashedWordsFunction("words", 8).description();
		assertThat(description).isNotEqualTo(this.function.description());
		assertThat(description.settings()).containsEntry("dimensions", "8");
	}

	@Test
	void refusesVectorsWithoutDimensions() {
		assertThatIllegalArgumentException().isThrownBy(() -> new HashedWordsFunction("words", 0))
			.withMessage("dimensions must be at least 1, but was 0");
	}

}
