package io.fletch.langchain4j;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchEmbeddingModelTests {

	private final EmbeddingModel model = new FletchEmbeddingModel(new TwoSidedFunction());

	@Test
	void embedsAStringAsAQuestion() {
		assertThat(this.model.embed("abba").content().vector()).containsExactly(TwoSidedFunction.query("abba"));
	}

	@Test
	void embedsSegmentsAsPassages() {
		assertThat(this.model.embed(TextSegment.from("abba")).content().vector())
			.containsExactly(TwoSidedFunction.source("abba"));
		assertThat(this.model.embedAll(List.of(TextSegment.from("a"), TextSegment.from("b"))).content())
			.extracting(Embedding::vector)
			.containsExactly(TwoSidedFunction.source("a"), TwoSidedFunction.source("b"));
	}

	@Test
	void doesWhatARequestSays() throws Exception {
		EmbeddingRequest.Builder texts = EmbeddingRequest.builder().inputs("a", "b");
		assertThat(this.model.embed(texts.inputType(EmbeddingInputType.DOCUMENT).build()).embeddings())
			.extracting(Embedding::vector)
			.containsExactly(TwoSidedFunction.source("a"), TwoSidedFunction.source("b"));
		EmbeddingRequest questions = EmbeddingRequest.builder()
			.inputs("a", "b")
			.inputType(EmbeddingInputType.QUERY)
			.build();
		assertThat(this.model.embedAsync(questions).get().embeddings()).extracting(Embedding::vector)
			.containsExactly(TwoSidedFunction.query("a"), TwoSidedFunction.query("b"));
	}

	@Test
	void refusesToChangeItsDimensions() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.model.embed(EmbeddingRequest.builder().input("a").dimensions(8).build()))
			.withMessageContaining("dimensions");
	}

	@Test
	void saysWhatItIs() {
		assertThat(this.model.modelName()).isEqualTo("letters-v1");
		assertThat(this.model.dimension()).isEqualTo(26);
	}

	@Test
	void tellsItsListeners() {
		AtomicInteger answers = new AtomicInteger();
		EmbeddingModelListener listener = new EmbeddingModelListener() {
			@Override
			public void onResponse(EmbeddingModelResponseContext context) {
				answers.incrementAndGet();
			}
		};
		EmbeddingModel heard = new FletchEmbeddingModel(new TwoSidedFunction(), List.of(listener));
		heard.embed("a");
		heard.embedAll(List.of(TextSegment.from("b")));
		assertThat(answers).hasValue(2);
	}

	@Test
	void servesARetrieverOfLangChain4j() {
		InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
		List<TextSegment> segments = List.of(TextSegment.from("xyz"), TextSegment.from("yza"));
		store.addAll(this.model.embedAll(segments).content(), segments);
		EmbeddingStoreContentRetriever retriever = EmbeddingStoreContentRetriever.builder()
			.embeddingStore(store)
			.embeddingModel(this.model)
			.maxResults(2)
			.build();
		assertThat(retriever.retrieve(Query.from("xyz"))).extracting((content) -> content.textSegment().text())
			.containsExactly("yza", "xyz");
	}

}
