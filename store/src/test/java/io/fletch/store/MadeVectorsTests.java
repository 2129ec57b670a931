package io.fletch.store;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.data.blob.Blob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vectors that were made are kept for a while.
 */
class MadeVectorsTests {

	private static final int NUMBERS = 1000;

	@Test
	void findsVectorsByTheContentOfTheirSource() {
		MadeVectors vectors = new MadeVectors(1 << 20);
		float[] vector = { 1, 2 };
		vectors.put(MadeVectors.key(new byte[] { 1, 2, 3 }), vector);
		assertThat(vectors.get(MadeVectors.key(Blob.of(new byte[] { 1, 2, 3 })))).isSameAs(vector);
		assertThat(vectors.get(MadeVectors.key(new byte[] { 1, 2, 4 }))).isNull();
	}

	@Test
	void forgetsWhatWasNotUsedForLongest() {
		MadeVectors vectors = new MadeVectors(3 * 4 * NUMBERS + 3 * 300);
		for (String text : List.of("a", "b", "c")) {
			vectors.put(MadeVectors.key(text), new float[NUMBERS]);
		}
		vectors.get(MadeVectors.key("a"));
		vectors.put(MadeVectors.key("d"), List.of(new double[NUMBERS / 2]));
		assertThat(List.of("a", "b", "c", "d")).filteredOn((text) -> vectors.get(MadeVectors.key(text)) != null)
			.containsExactly("a", "c", "d");
	}

	@Test
	void countsAVectorThatIsMadeAgainOnce() {
		MadeVectors vectors = new MadeVectors(3 * 4 * NUMBERS);
		for (int i = 0; i < 10; i++) {
			vectors.put(MadeVectors.key("a"), new float[NUMBERS]);
		}
		vectors.put(MadeVectors.key("b"), new float[NUMBERS]);
		assertThat(vectors.get(MadeVectors.key("a"))).isNotNull();
	}

}
