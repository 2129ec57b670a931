package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.springai.rag.FletchDocumentRetriever;

import static org.assertj.core.api.Assertions.assertThat;

class FletchSpringAiRetrievalAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

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
	void backsOffForARetrieverOfTheApplication() {
		this.runner.withBean("ownRetriever", DocumentRetriever.class, () -> (query) -> List.of())
			.run((context) -> assertThat(context).hasSingleBean(DocumentRetriever.class)
				.doesNotHaveBean("fletchDocumentRetriever"));
	}

	@Test
	void backsOffWithoutPipeline() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchSpringAiRetrievalAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentRetriever.class));
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
		this.runner.withClassLoader(new FilteredClassLoader(FletchDocumentRetriever.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DocumentRetriever.class));
	}

}
