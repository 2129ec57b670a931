package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.postretrieval.document.DocumentPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.springai.rag.RerankingPostProcessor;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;

class FletchSpringAiRerankingAutoConfigurationTests {

	private static final List<Document> DOCUMENTS = List.of(document("a"), document("b"));

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	private static Document document(String id) {
		return Document.builder().id(id).text("text " + id).score(0.5).build();
	}

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class, FletchContextAutoConfiguration.class,
					FletchSpringAiAutoConfiguration.class, FletchSpringAiRerankingAutoConfiguration.class,
					FletchSpringAiRetrievalAutoConfiguration.class))
			.withBean("function", LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	private static List<Document> ranked(DocumentPostProcessor processor) {
		return processor.process(new Query("lions"), DOCUMENTS);
	}

	@Test
	void theRerankerOfTheApplicationIsThePostProcessor() {
		this.runner.withBean("backwards", Reranker.class, Backwards::new).run((context) -> {
			assertThat(context).hasBean("fletchDocumentPostProcessor");
			assertThat(ranked(context.getBean(DocumentPostProcessor.class))).extracting(Document::getId)
				.containsExactly("b", "a");
		});
	}

	@Test
	void theRerankerOfThePropertyIsThePostProcessor() {
		this.runner.withPropertyValues("fletch.reranker=mrr")
			.run((context) -> assertThat(ranked(context.getBean(DocumentPostProcessor.class)))
				.extracting(Document::getId)
				.containsExactly("a", "b"));
	}

	@Test
	void whatComparesVectorsHasThemOfTheDefaultFunction() {
		this.runner.withPropertyValues("fletch.reranker=mmr")
			.run((context) -> assertThat(ranked(context.getBean(DocumentPostProcessor.class))).hasSize(2));
	}

	@Test
	void whatComparesVectorsHasThemOfTheApplicationsModel() {
		this.runner.withPropertyValues("fletch.reranker=mmr")
			.withBean("small", EmbeddingModel.class, () -> new FixedModel(3))
			.withBean("large", EmbeddingModel.class, () -> new FixedModel(5), (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(ranked(context.getBean(DocumentPostProcessor.class))).hasSize(2));
	}

	@Test
	void thereIsNoneWhereNobodyChoseAReranker() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Reranker.class)
			.doesNotHaveBean(DocumentPostProcessor.class));
	}

	@Test
	void standsBesideOtherPostProcessors() {
		this.runner.withPropertyValues("fletch.reranker=mrr")
			.withBean("other", DocumentPostProcessor.class, () -> (query, documents) -> documents)
			.run((context) -> assertThat(context.getBeanNamesForType(DocumentPostProcessor.class))
				.containsExactlyInAnyOrder("other", "fletchDocumentPostProcessor"));
	}

	@Test
	void backsOffForOneOfTheApplication() {
		this.runner.withBean("own", RerankingPostProcessor.class, () -> new RerankingPostProcessor(new Backwards()))
			.withPropertyValues("fletch.reranker=mrr")
			.run((context) -> assertThat(context.getBeanNamesForType(DocumentPostProcessor.class))
				.containsExactly("own"));
	}

	@Test
	void ranksWithoutTheStages() {
		this.runner.withPropertyValues("fletch.reranker=mrr")
			.withClassLoader(new FilteredClassLoader("io.fletch.context"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RerankingPostProcessor.class));
	}

	@Test
	void backsOffWhereAClassIsAbsent() {
		for (Class<?> absent : List.of(DocumentPostProcessor.class, RerankingPostProcessor.class)) {
			this.runner.withPropertyValues("fletch.reranker=mrr")
				.withClassLoader(new FilteredClassLoader(absent))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchDocumentPostProcessor"));
		}
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
