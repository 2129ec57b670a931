package io.fletch.test.embedding;

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
 * What every embedding function keeps to. A test of a function extends this class, and so
 * inherits its tests.
 */
public abstract class EmbeddingFunctionContract {

	static final List<String> SENTENCES = List.of("A man is playing a guitar.",
			"The stock market fell sharply on Monday, led by losses of technology companies.", "Rain.",
			"Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.");

	private static final int CALLS = 16;

	private static final int THREADS = 4;

	/**
	 * Returns the function under test, which the contract does not close.
	 * @return the same function at every call
	 */
	protected abstract EmbeddingFunction function();

	/**
	 * Returns how near to 1 the cosine of two vectors of the same text is, alone and
	 * beside others. Models that quantise a batch at a time need less than the default.
	 * @return the least cosine, 0.9999 by default
	 */
	protected double sameness() {
		return 0.9999;
	}

	@Test
	void hasANameAndADescriptionThatStay() {
		assertThat(function().name()).isNotBlank().isEqualTo(function().name());
		assertThat(function().description()).isEqualTo(function().description());
		assertThat(function().description().model()).isNotBlank();
	}

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
	void givesAQuestionAVectorOfTheStatedLength() {
		assertThat(function().embedQuery("What turns light into sugar?")).hasSize(function().dimensions());
	}

	@Test
	void givesEachSourceTheVectorThatItHasAlone() {
		List<float[]> together = function().embedSources(SENTENCES);
		for (int i = 0; i < SENTENCES.size(); i++) {
			float[] alone = function().embedSources(List.of(SENTENCES.get(i))).getFirst();
			assertThat(Cosine.of(together.get(i), alone)).as(SENTENCES.get(i)).isGreaterThan(sameness());
		}
	}

	@Test
	void keepsTheOrderOfManySourcesOfDifferentLengths() {
		List<String> sources = IntStream.range(0, 100)
			.mapToObj((i) -> SENTENCES.get(i % SENTENCES.size()).repeat(1 + (i * 7) % 5))
			.toList();
		List<float[]> vectors = function().embedSources(sources);
		for (int i = 0; i < sources.size(); i += 9) {
			float[] alone = function().embedSources(List.of(sources.get(i))).getFirst();
			assertThat(Cosine.of(vectors.get(i), alone)).as("source %d", i).isGreaterThan(sameness());
		}
	}

	@Test
	void findsASourceByItsOwnWords() {
		List<float[]> vectors = function().embedSources(SENTENCES);
		for (int i = 0; i < SENTENCES.size(); i++) {
			float[] question = function().embedQuery(SENTENCES.get(i));
			int expected = i;
			int nearest = IntStream.range(0, vectors.size())
				.boxed()
				.max((a, b) -> Double.compare(Cosine.of(question, vectors.get(a)), Cosine.of(question, vectors.get(b))))
				.orElseThrow();
			assertThat(nearest).as(SENTENCES.get(i)).isEqualTo(expected);
		}
	}

	@Test
	void givesFiniteVectorsForUnusualText() {
		List<String> unusual = List.of(" ", "\t\n", "\u0000", "\uD83D", "a\uDE00b", "\uD83D\uDE00", "שלום עולם",
				"مرحبا بالعالم", "日本語のテキスト", "\u200B", "word ".repeat(5_000), "x".repeat(20_000));
		assertThat(function().embedSources(unusual)).hasSize(unusual.size()).allSatisfy((vector) -> {
			assertThat(vector).hasSize(function().dimensions());
			assertThat(Cosine.of(vector, vector)).isBetween(0.999, 1.001);
		});
	}

	@Test
	void changesNoVectorThatItHandedOut() {
		float[] question = function().embedQuery(SENTENCES.getFirst());
		List<float[]> sources = function().embedSources(SENTENCES);
		float[] questionBefore = question.clone();
		float[][] sourcesBefore = sources.stream().map(float[]::clone).toArray(float[][]::new);
		function().embedQuery(SENTENCES.getLast());
		function().embedSources(SENTENCES.reversed());
		assertThat(question).containsExactly(questionBefore);
		assertThat(sources.toArray(float[][]::new)).isDeepEqualTo(sourcesBefore);
	}

	@Test
	void servesSeveralThreadsAtOnce() throws Exception {
		List<float[]> expected = function().embedSources(SENTENCES);
		List<Callable<List<float[]>>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			calls.add(() -> function().embedSources(SENTENCES));
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
			for (Future<List<float[]>> future : threads.invokeAll(calls)) {
				List<float[]> vectors = future.get();
				for (int i = 0; i < expected.size(); i++) {
					assertThat(Cosine.of(vectors.get(i), expected.get(i))).isGreaterThan(sameness());
				}
			}
		}
	}

}
