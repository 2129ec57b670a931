package io.fletch.springai;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchEmbeddingModelTests {

	private final EmbeddingModel model = new FletchEmbeddingModel(new TwoSidedFunction());

	@Test
	void embedsAStringAsAQuestion() {
		assertThat(this.model.embed("abba")).containsExactly(TwoSidedFunction.query("abba"));
	}

	@Test
	void embedsDocumentsAndListsAsPassages() {
		float[] expected = TwoSidedFunction.source("abba");
		assertThat(this.model.embed(new Document("abba"))).containsExactly(expected);
		assertThat(this.model.embed(List.of("abba", "c"))).containsExactly(expected, TwoSidedFunction.source("c"));
		assertThat(this.model.embed(List.of(new Document("abba")), EmbeddingOptions.builder().build(),
				new TokenCountBatchingStrategy()))
			.containsExactly(expected);
	}

	@Test
	void answersInOrderWithTheModelsName() {
		EmbeddingResponse answer = this.model.embedForResponse(List.of("a", "b"));
		assertThat(answer.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1);
		assertThat(answer.getMetadata().getModel()).isEqualTo("letters-v1");
		assertThat(this.model.dimensions()).isEqualTo(TwoSidedFunction.DIMENSIONS);
	}

	@Test
	void takesOptionsThatSayWhatItIs() {
		EmbeddingOptions options = EmbeddingOptions.builder().model("letters-v1").dimensions(26).build();
		assertThat(this.model.call(new EmbeddingRequest(List.of("a"), options)).getResult().getOutput())
			.containsExactly(TwoSidedFunction.source("a"));
		assertThat(this.model.call(new EmbeddingRequest(List.of("a"), null)).getResults()).hasSize(1);
	}

	@Test
	void refusesOptionsThatItCannotFollow() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model
				.call(new EmbeddingRequest(List.of("a"), EmbeddingOptions.builder().dimensions(8).build())))
			.withMessageContaining("dimensions is 8, but the embedding function 'two-sided' has 26");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model
				.call(new EmbeddingRequest(List.of("a"), EmbeddingOptions.builder().model("gpt").build())))
			.withMessageContaining("model is gpt, but the embedding function 'two-sided' has letters-v1");
	}

	@Test
	void servesAVectorStoreOfSpringAi() {
		SimpleVectorStore store = SimpleVectorStore.builder(this.model).build();
		store.add(List.of(new Document("xyz"), new Document("yza")));
		List<Document> found = store.similaritySearch("xyz");
		assertThat(found).extracting(Document::getText).containsExactly("yza", "xyz");
		assertThat(found.getFirst().getScore()).isGreaterThan(0.99);
	}

}
