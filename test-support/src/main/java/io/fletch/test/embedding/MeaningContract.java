package io.fletch.test.embedding;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What embedding functions keep to that know what English words mean.
 */
public abstract class MeaningContract extends EmbeddingFunctionContract {

	/**
	 * Returns by how much the cosine of a paraphrase is above that of another subject.
	 * @return the least difference, 0.2 by default; models whose cosines are all high
	 * need less
	 */
	protected double margin() {
		return 0.2;
	}

	@Test
	void placesAParaphraseNearerThanAnotherSubject() {
		float[] question = function().embedQuery("Someone performs music on a string instrument.");
		List<float[]> vectors = function().embedSources(List.of("A man is playing a guitar.",
				"The stock market fell sharply on Monday, led by losses of technology companies.", "Rain.",
				"Photosynthesis turns light, water and carbon dioxide into sugar and oxygen."));
		double paraphrase = Cosine.of(question, vectors.getFirst());
		assertThat(vectors.subList(1, vectors.size()))
			.allSatisfy((other) -> assertThat(Cosine.of(question, other)).isLessThan(paraphrase - margin()));
	}

}
