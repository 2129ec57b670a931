package io.fletch.embeddings.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every embedding function of meaning keeps to.
 */
abstract class EmbeddingFunctionContract {

	private static final List<String> SENTENCES = List.of("A man is playing a guitar.",
			"The stock market fell sharply on Monday, led by losses of technology companies.", "Rain.",
			"Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.");

	/**
	 * Returns the function under test, which the test does not close.
	 */
	abstract EmbeddingFunction function();

	/**
	 * Returns how near to 1 the cosine of two vectors of the same text is.
	 */
	abstract double sameness();

	@Test
	void givesOneVectorOfTheStatedLengthForEachSource() {
		assertThat(function().embedSources(SENTENCES)).hasSize(SENTENCES.size())
			.allSatisfy((vector) -> assertThat(vector).hasSize(function().dimensions()));
	}

	@Test
	void givesNoVectorForNoSource() {
		assertThat(function().embedSources(List.of())).isEmpty();
	}

	@Test
	void givesEachSourceTheVectorThatItHasAlone() {
		List<float[]> together = function().embedSources(SENTENCES);
		for (int i = 0; i < SENTENCES.size(); i++) {
			float[] alone = function().embedSources(List.of(SENTENCES.get(i))).getFirst();
			assertThat(cosine(together.get(i), alone)).as(SENTENCES.get(i)).isGreaterThan(sameness());
		}
	}

	@Test
	void keepsTheOrderOfManySourcesOfDifferentLengths() {
		List<String> sources = IntStream.range(0, 100)
			.mapToObj((i) -> SENTENCES.get(i % SENTENCES.size()).repeat(1 + (i * 7) % 5))
			.toList();
		List<float[]> vectors = function().embedSources(sources);
		for (int i = 0; i < sources.size(); i += 9) {
			assertThat(cosine(vectors.get(i), function().embedQuery(sources.get(i)))).as("source %d", i)
				.isGreaterThan(sameness());
		}
	}

	@Test
	void placesAParaphraseNearerThanAnotherSubject() {
		float[] question = function().embedQuery("Someone performs music on a string instrument.");
		List<float[]> vectors = function().embedSources(SENTENCES);
		double paraphrase = cosine(question, vectors.getFirst());
		assertThat(vectors.subList(1, vectors.size()))
			.allSatisfy((other) -> assertThat(cosine(question, other)).isLessThan(paraphrase - 0.2));
	}

	@Test
	void givesFiniteVectorsForUnusualText() {
		List<String> unusual = List.of(" ", "\t\n", "\u0000", "\uD83D", "a\uDE00b", "\uD83D\uDE00", "שלום עולם",
				"مرحبا بالعالم", "日本語のテキスト", "\u200B", "word ".repeat(5_000), "x".repeat(20_000));
		assertThat(function().embedSources(unusual)).hasSize(unusual.size()).allSatisfy((vector) -> {
			assertThat(vector).hasSize(function().dimensions());
			assertThat(cosine(vector, vector)).isBetween(0.999, 1.001);
		});
	}

	@Test
	void servesSeveralThreadsAtOnce() throws Exception {
		List<float[]> expected = function().embedSources(SENTENCES);
		List<Callable<List<float[]>>> calls = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			calls.add(() -> function().embedSources(SENTENCES));
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (Future<List<float[]>> future : threads.invokeAll(calls)) {
				assertThat(future.get()).usingRecursiveComparison().isEqualTo(expected);
			}
		}
	}

	static double cosine(float[] a, float[] b) {
		double dot = 0;
		double squaresOfA = 0;
		double squaresOfB = 0;
		for (int i = 0; i < a.length; i++) {
			dot += a[i] * b[i];
			squaresOfA += a[i] * a[i];
			squaresOfB += b[i] * b[i];
		}
		return dot / Math.sqrt(squaresOfA * squaresOfB);
	}

}
