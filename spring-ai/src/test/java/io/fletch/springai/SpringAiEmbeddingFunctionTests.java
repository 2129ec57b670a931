package io.fletch.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpringAiEmbeddingFunctionTests {

	private final Letters letters = new Letters();

	private final EmbeddingFunction function = new SpringAiEmbeddingFunction("mine", this.letters);

	@Test
	void keepsQuestionsAndPassagesApartThereAndBack() {
		EmbeddingFunction back = new SpringAiEmbeddingFunction("mine",
				new FletchEmbeddingModel(new TwoSidedFunction()));
		assertThat(back.embedSources(List.of("abba", "c"))).containsExactly(TwoSidedFunction.source("abba"),
				TwoSidedFunction.source("c"));
		assertThat(back.embedQuery("abba")).containsExactly(TwoSidedFunction.query("abba"));
		assertThat(back.description()).isEqualTo(new ModelDescription("letters-v1", Map.of()));
		assertThat(back.dimensions()).isEqualTo(26);
	}

	@Test
	void sendsTextAsItIsInBatches() {
		List<String> texts = IntStream.range(0, 200).mapToObj((i) -> "text " + i).toList();
		assertThat(this.function.embedSources(texts))
			.containsExactly(texts.stream().map(TwoSidedFunction::source).toArray(float[][]::new));
		assertThat(this.letters.calls).extracting(List::size).containsExactly(96, 96, 8);
		assertThat(this.letters.calls.getFirst().getFirst()).isEqualTo("text 0");
	}

	@Test
	void sendsNothingForNoText() {
		assertThat(this.function.embedSources(List.of())).isEmpty();
		assertThat(this.letters.calls).isEmpty();
	}

	@Test
	void asksOnceWhatTheModelIs() {
		assertThat(this.function.dimensions()).isEqualTo(26);
		assertThat(this.function.description()).isEqualTo(new ModelDescription("mine", Map.of()));
		assertThat(this.letters.calls).hasSize(1);
	}

	@Test
	void takesADescriptionFromItsMaker() {
		ModelDescription description = new ModelDescription("letters", Map.of("case", "lower"));
		assertThat(new SpringAiEmbeddingFunction("mine", this.letters, description).description())
			.isEqualTo(description);
		assertThat(this.letters.calls).isEmpty();
	}

	@Test
	void keepsWhatWasEmbeddedBeforeTheModelFailed() {
		List<String> texts = IntStream.range(0, 100).mapToObj((i) -> (i < 96) ? "a" : "b!").toList();
		assertThatExceptionOfType(PartialEmbeddingException.class).isThrownBy(() -> this.function.embedSources(texts))
			.withMessage("Embedding function 'mine' (Spring AI's Letters) embedded 96 of 100 texts, then failed: "
					+ "no shouting")
			.satisfies((ex) -> assertThat(ex.embedded()).hasSize(96));
	}

	@Test
	void namesTheModelThatFailed() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.function.embedQuery("a!"))
			.withMessage("Embedding function 'mine' (Spring AI's Letters) failed on a question: no shouting");
	}

	@Test
	void refusesVectorsOfAnotherLength() {
		EmbeddingModel changing = new Letters() {
			@Override
			public float[] embed(String text) {
				return new float[3];
			}
		};
		EmbeddingFunction mine = new SpringAiEmbeddingFunction("mine", changing);
		mine.dimensions();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> mine.embedQuery("a"))
			.withMessageContaining("gave a vector of 3 numbers, but must give 26");
	}

	/**
	 * A model as Spring AI's own are made: documents in their format, no name.
	 */
	private static class Letters extends AbstractEmbeddingModel {

		private final List<List<String>> calls = new ArrayList<>();

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			this.calls.add(request.getInstructions());
			return new EmbeddingResponse(IntStream.range(0, request.getInstructions().size())
				.mapToObj((i) -> new Embedding(TwoSidedFunction.source(request.getInstructions().get(i)), i))
				.toList());
		}

		@Override
		public float[] embed(Document document) {
			return embed(List.of(getEmbeddingContent(document))).getFirst();
		}

		@Override
		public String getEmbeddingContent(Document document) {
			return document.getFormattedContent(MetadataMode.EMBED);
		}

	}

}
