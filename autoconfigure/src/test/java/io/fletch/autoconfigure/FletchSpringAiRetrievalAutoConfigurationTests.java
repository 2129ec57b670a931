package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.springai.rag.FletchDocumentRetriever;
import io.fletch.springai.rag.RerankingPostProcessor;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;

class FletchSpringAiRetrievalAutoConfigurationTests {

	private static final List<Document> DOCUMENTS = List.of(document("a"), document("b"));

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	private static Document document(String id) {
		return Document.builder().id(id).text("text " + id).build();
	}

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchRerankerAutoConfiguration.class,
							FletchContextAutoConfiguration.class, FletchSpringAiRetrievalAutoConfiguration.class))
			.withBean("function", LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void thePipelineIsTheDocumentRetriever() {
		Retriever retriever = (query) -> List.of(new RetrievedPassage("notes", "7", "note", "Lions sleep.", 0.5));
		this.runner.withBean("notes", Retriever.class, () -> retriever).run((context) -> {
			assertThat(context).hasSingleBean(DocumentRetriever.class).hasBean("fletchDocumentRetriever");
			assertThat(context.getBean(DocumentRetriever.class).retrieve(new Query("lions")))
				.extracting(Document::getText)
				.containsExactly("Lions sleep.");
		});
	}

	@Test
	void theRerankerIsThePostProcessor() {
		this.runner.withBean("backwards", Reranker.class, Backwards::new).run((context) -> {
			assertThat(context).hasBean("fletchDocumentPostProcessor");
			assertThat(context.getBean(DocumentPostProcessor.class).process(new Query("lions"), DOCUMENTS))
				.extracting(Document::getId)
				.containsExactly("b", "a");
		});
	}

	@Test
	void theRerankerOfThePropertyIsThePostProcessor() {
		this.runner.withPropertyValues("fletch.reranker=mrr")
			.run((context) -> assertThat(
					context.getBean(DocumentPostProcessor.class).process(new Query("lions"), DOCUMENTS))
				.extracting(Document::getId)
				.containsExactly("a", "b"));
	}

	@Test
	void backsOffForBeansOfTheApplication() {
		this.runner.withBean("ownRetriever", DocumentRetriever.class, () -> (query) -> List.of())
			.withBean("ownProcessor", DocumentPostProcessor.class, () -> (query, documents) -> documents)
			.run((context) -> assertThat(context).hasSingleBean(DocumentRetriever.class)
				.hasSingleBean(DocumentPostProcessor.class)
				.doesNotHaveBean("fletchDocumentRetriever")
				.doesNotHaveBean("fletchDocumentPostProcessor"));
	}

	@Test
	void ranksWithoutTheStages() {
		this.runner.withClassLoader(new FilteredClassLoader("io.fletch.context"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RerankingPostProcessor.class)
				.doesNotHaveBean("fletchDocumentRetriever"));
	}

	@Test
	void backsOffWithoutPipelineAndReranker() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchSpringAiRetrievalAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DocumentRetriever.class)
				.doesNotHaveBean(DocumentPostProcessor.class));
	}

	@Test
	void backsOffWithoutSpringAisRetrieval() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai.rag"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RetrievalPipeline.class)
				.doesNotHaveBean("fletchDocumentRetriever"));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner
			.withClassLoader(new FilteredClassLoader(FletchDocumentRetriever.class, RerankingPostProcessor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DocumentRetriever.class)
				.doesNotHaveBean(DocumentPostProcessor.class));
	}

	/**
	 * Finds the last the best.
	 */
	private static final class Backwards implements Reranker {

		@Override
		public String name() {
			return "backwards";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return rows.fused()
				.reversed()
				.stream()
				.map((candidate) -> new Candidate(candidate.rowId(), candidate.rowId()))
				.toList();
		}

	}

}
