package io.fletch.rerankers;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.embeddings.Assets;
import io.fletch.store.query.Candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Real networks, where they are there.
 */
class RealModelTests {

	private static final String QUESTION = "how do plants turn light into sugar";

	private static final String RELEVANT = "Photosynthesis lets plants turn light, water and carbon dioxide into sugar.";

	private static final List<String> TEXTS = List.of("The stock market fell sharply on Monday.", RELEVANT, "Rain.",
			"A man is playing a guitar in the street. ".repeat(60));

	@ParameterizedTest
	@ValueSource(strings = { "models/minilm-cross-encoder-l6", "models/minilm-pair-reranker" })
	void aCrossEncoderPutsTheAnswerFirst(String name) {
		try (ModelReranker reranker = new ModelReranker(CrossEncoder.ofFolder(Assets.requireFile(name)))) {
			List<Candidate> ranked = reranker.rerank(Rows.of(TEXTS.toArray()).foundBy(QUESTION));
			assertThat(ranked).hasSize(4).first().extracting(Candidate::rowId).isEqualTo(2L);
			assertThat(ranked).allSatisfy((row) -> assertThat(row.score()).isBetween(0.0, 1.0));
		}
	}

	@Test
	void aTextHasTheScoreThatItHasAlone() {
		try (CrossEncoder model = CrossEncoder.ofFolder(Assets.requireFile("models/minilm-pair-reranker"))) {
			double[] together = model.scores(QUESTION, TEXTS);
			for (int i = 0; i < together.length; i++) {
				assertThat(model.scores(QUESTION, List.of(TEXTS.get(i)))[0]).isCloseTo(together[i], within(0.02));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "models/minilm-late-interaction-128", "classpath:all-minilm-l6-v2-q" })
	void lateInteractionPutsTheAnswerFirst(String model) {
		String place = model.startsWith("classpath:") ? model : Assets.requireFile(model).toString();
		try (LateInteractionReranker reranker = (LateInteractionReranker) Rerankers.create("colbert",
				Map.of("model", place))) {
			assertThat(reranker.rerank(Rows.of(TEXTS.toArray()).foundBy(QUESTION))).hasSize(4)
				.first()
				.extracting(Candidate::rowId)
				.isEqualTo(2L);
		}
	}

}
