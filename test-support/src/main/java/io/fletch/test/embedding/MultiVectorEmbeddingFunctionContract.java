package io.fletch.test.embedding;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.MultiVectorEmbeddingFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every embedding function of late interaction keeps to, beside what those of one
 * vector do.
 */
public abstract class MultiVectorEmbeddingFunctionContract extends EmbeddingFunctionContract {

	@Override
	protected abstract MultiVectorEmbeddingFunction function();

	@Test
	void givesEachSourceVectorsOfTheStatedLength() {
		assertThat(function().embedSourceTokens(SENTENCES)).hasSize(SENTENCES.size()).allSatisfy(this::assertWhole);
	}

	@Test
	void givesAQuestionVectorsOfTheStatedLength() {
		assertWhole(function().embedQueryTokens("What turns light into sugar?"));
	}

	@Test
	void givesNoVectorsForNoSource() {
		assertThat(function().embedSourceTokens(List.of())).isEmpty();
	}

	@Test
	void givesEachSourceTheVectorsThatItHasAlone() {
		List<float[][]> together = function().embedSourceTokens(SENTENCES);
		for (int i = 0; i < SENTENCES.size(); i++) {
			float[][] alone = function().embedSourceTokens(List.of(SENTENCES.get(i))).getFirst();
			assertThat(together.get(i)).as(SENTENCES.get(i)).hasDimensions(alone.length, function().dimensions());
			for (int token = 0; token < alone.length; token++) {
				assertThat(Cosine.of(together.get(i)[token], alone[token])).as(SENTENCES.get(i))
					.isGreaterThan(sameness());
			}
		}
	}

	@Test
	void findsASourceByItsOwnWordsTokenByToken() {
		List<float[][]> sources = function().embedSourceTokens(SENTENCES);
		for (int i = 0; i < SENTENCES.size(); i++) {
			float[][] question = function().embedQueryTokens(SENTENCES.get(i));
			double own = similarity(question, sources.get(i));
			for (int other = 0; other < sources.size(); other++) {
				assertThat(similarity(question, sources.get(other))).as(SENTENCES.get(i)).isLessThanOrEqualTo(own);
			}
		}
	}

	@Test
	void changesNoVectorsOfTokensThatItHandedOut() {
		float[][] question = function().embedQueryTokens(SENTENCES.getFirst());
		float[][] before = Arrays.stream(question).map(float[]::clone).toArray(float[][]::new);
		function().embedQueryTokens(SENTENCES.getLast());
		function().embedSourceTokens(SENTENCES);
		assertThat(question).isDeepEqualTo(before);
	}

	private void assertWhole(float[][] vectors) {
		assertThat(List.of(vectors)).isNotEmpty()
			.allSatisfy((vector) -> assertThat(vector).hasSize(function().dimensions()))
			.allSatisfy((vector) -> assertThat(Cosine.of(vector, vector)).isBetween(0.999, 1.001));
	}

	/**
	 * Each token of the question counts by the token that is nearest to it.
	 */
	private static double similarity(float[][] question, float[][] source) {
		double sum = 0;
		for (float[] token : question) {
			sum += Arrays.stream(source).mapToDouble((other) -> Cosine.of(token, other)).max().orElseThrow();
		}
		return sum;
	}

}
