package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LangChain4jEmbeddingFunctionTests {

	private final Letters letters = new Letters();

	private final EmbeddingFunction function = new LangChain4jEmbeddingFunction("mine", this.letters);

	@Test
	void keepsQuestionsAndPassagesApartThereAndBack() {
		EmbeddingFunction back = new LangChain4jEmbeddingFunction("mine",
				new FletchEmbeddingModel(new TwoSidedFunction()));
		assertThat(back.embedSources(List.of("abba", "c"))).containsExactly(TwoSidedFunction.source("abba"),
				TwoSidedFunction.source("c"));
		assertThat(back.embedQuery("abba")).containsExactly(TwoSidedFunction.query("abba"));
		assertThat(back.description()).isEqualTo(new ModelDescription("letters-v1", Map.of()));
		assertThat(back.dimensions()).isEqualTo(26);
	}

	@Test
	void asksModelsThatKnowNoQuestions() {
		assertThat(this.function.embedSources(List.of("a", "b"))).containsExactly(TwoSidedFunction.source("a"),
				TwoSidedFunction.source("b"));
		assertThat(this.function.embedQuery("a")).containsExactly(TwoSidedFunction.source("a"));
		assertThat(this.letters.calls).containsExactly(2, 1);
	}

	@Test
	void sendsNothingForNoText() {
		assertThat(this.function.embedSources(List.of())).isEmpty();
		assertThat(this.letters.calls).isEmpty();
	}

	@Test
	void goesByItsOwnNameWhereTheModelHasNone() {
		assertThat(this.function.description()).isEqualTo(new ModelDescription("mine", Map.of()));
		ModelDescription given = new ModelDescription("letters", Map.of());
		assertThat(new LangChain4jEmbeddingFunction("mine", this.letters, given).description()).isEqualTo(given);
	}

	@Test
	void asksForDimensionsOnce() {
		assertThat(this.function.dimensions()).isEqualTo(26);
		assertThat(this.function.dimensions()).isEqualTo(26);
		assertThat(this.letters.calls).hasSize(1);
	}

	@Test
	void namesTheModelThatFailed() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.function.embedSources(List.of("a", "b!")))
			.withMessage("Embedding function 'mine' (LangChain4j's Letters) failed on 2 texts: no shouting");
	}

	@Test
	void refusesTooFewVectors() {
		EmbeddingModel careless = new Letters() {
			@Override
			public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
				return super.embedAll(segments.subList(0, 1));
			}
		};
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new LangChain4jEmbeddingFunction("mine", careless).embedSources(List.of("a", "b")))
			.withMessageContaining("failed on 2 texts: it gave 1 vectors, but must give one for each");
	}

	/**
	 * A model as they were before requests could say what a text is.
	 */
	private static class Letters implements EmbeddingModel {

		private final List<Integer> calls = new ArrayList<>();

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			this.calls.add(segments.size());
			return Response.from(segments.stream()
				.map((segment) -> Embedding.from(TwoSidedFunction.source(segment.text())))
				.toList());
		}

	}

}
