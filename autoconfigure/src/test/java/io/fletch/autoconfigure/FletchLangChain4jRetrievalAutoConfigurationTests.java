package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.spring.LangChain4jAutoConfiguration;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.RetrievalException;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.langchain4j.FletchContentRetriever;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.langchain4j.SegmentRetriever;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchLangChain4jRetrievalAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class, FletchContextAutoConfiguration.class,
					FletchLangChain4jAutoConfiguration.class, FletchLangChain4jStoreAutoConfiguration.class,
					FletchLangChain4jRetrievalAutoConfiguration.class))
			.withBean("letters", LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.folder, "fletch.embedding.default-function=letters");
	}

	@SuppressWarnings("unchecked")
	private static void store(ApplicationContext context, EmbeddingModel model, String text) {
		TextSegment segment = TextSegment.from(text);
		((EmbeddingStore<TextSegment>) context.getBean(EmbeddingStore.class)).add(model.embed(segment).content(),
				segment);
	}

	private static List<String> retrieved(ApplicationContext context, String question) {
		return context.getBean(ContentRetriever.class)
			.retrieve(Query.from(question))
			.stream()
			.map(Content::textSegment)
			.map(TextSegment::text)
			.toList();
	}

	@Test
	void findsSegmentsAndPassages() {
		this.runner
			.withBean("other", Retriever.class,
					() -> (query) -> List.of(new RetrievedPassage("other", "1", "Other", "Herons sleep.", 1)))
			.run((context) -> {
				assertThat(retrieved(context, "herons")).containsExactly("Herons sleep.");
				store(context, context.getBean(EmbeddingModel.class), "Herons fish in rivers.");
				assertThat(retrieved(context, "herons")).containsExactlyInAnyOrder("Herons sleep.",
						"Herons fish in rivers.");
			});
	}

	@Test
	void whoInjectsARetrieverGetsTheOneOfBefore() {
		this.runner.withBean(Wanting.class).run((context) -> {
			assertThat(context).hasSingleBean(SegmentRetriever.class);
			assertThat(context.getBean(Wanting.class).retriever()).isInstanceOf(PassageRetriever.class);
		});
	}

	@Test
	void comesBeforeTheStarterOfLangChain4j() {
		this.runner.withConfiguration(AutoConfigurations.of(LangChain4jAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ContentRetriever.class)
				.hasSingleBean(FletchContentRetriever.class));
	}

	@Test
	void leavesTheStarterItsRetrieverOverOurStoreWithoutTheStages() {
		this.runner.withConfiguration(AutoConfigurations.of(LangChain4jAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.fletch.context"))
			.withBean("ones", EmbeddingModel.class, Ones::new)
			.run((context) -> {
				assertThat(context.getBean(ContentRetriever.class)).isInstanceOf(EmbeddingStoreContentRetriever.class);
				store(context, context.getBean(EmbeddingModel.class), "Herons fish in rivers.");
				assertThat(retrieved(context, "herons")).containsExactly("Herons fish in rivers.");
			});
	}

	@Test
	void explainsThatThereAreSeveralModelsOnlyWhenItMatters() {
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withBean("others", EmbeddingModel.class, Ones::new)
			.run((context) -> {
				assertThat(retrieved(context, "herons")).isEmpty();
				store(context, new Ones(), "Herons fish in rivers.");
				assertThatExceptionOfType(RetrievalException.class).isThrownBy(() -> retrieved(context, "herons"))
					.withStackTraceContaining("there are several beans of type EmbeddingModel: ones, others. Mark one "
							+ "of them as @Primary, or set fletch.embedding.default-function to its name");
			});
	}

	@Test
	void takesTheModelThatIsPrimaryOrTheDefault() {
		ApplicationContextRunner several = this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withBean("letter-model", EmbeddingModel.class, Failing::new);
		several.withPropertyValues("fletch.embedding.default-function=ones").run((context) -> {
			store(context, new Ones(), "Herons fish in rivers.");
			assertThat(retrieved(context, "herons")).containsExactly("Herons fish in rivers.");
		});
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new, (definition) -> definition.setPrimary(true))
			.withBean("failing", EmbeddingModel.class, Failing::new)
			.run((context) -> assertThat(retrieved(context, "herons")).containsExactly("Herons fish in rivers."));
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withBean("failing", EmbeddingModel.class, Failing::new, (definition) -> definition.setPrimary(true))
			.withPropertyValues("fletch.embedding.default-function=ones")
			.run((context) -> assertThat(retrieved(context, "herons")).containsExactly("Herons fish in rivers."));
	}

	@Test
	void backsOffForAContentRetrieverOfTheApplication() {
		ContentRetriever mine = (query) -> List.of(Content.from("mine"));
		this.runner.withBean("mine", ContentRetriever.class, () -> mine)
			.run((context) -> assertThat(retrieved(context, "herons")).containsExactly("mine"));
	}

	@Test
	void searchesNoStoreOfTheApplication() {
		this.runner.withBean("mine", InMemoryEmbeddingStore.class)
			.run((context) -> assertThat(context).doesNotHaveBean(SegmentRetriever.class)
				.hasSingleBean(FletchContentRetriever.class));
	}

	@Test
	void backsOffForASegmentRetrieverOfTheApplication() {
		SegmentRetriever mine = new SegmentRetriever(
				FletchEmbeddingStore.builder(Database.open("memory:")).table("mine").build(), new Ones());
		this.runner.withBean("mine", SegmentRetriever.class, () -> mine)
			.run((context) -> assertThat(context.getBean(SegmentRetriever.class)).isSameAs(mine));
	}

	@Test
	void worksBesideSpringAi() {
		this.runner
			.withConfiguration(AutoConfigurations.of(FletchSpringAiAutoConfiguration.class,
					FletchSpringAiChatAutoConfiguration.class, FletchLangChain4jChatAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(FletchContentRetriever.class)
				.hasSingleBean(org.springframework.ai.embedding.EmbeddingModel.class)
				.hasSingleBean(EmbeddingModel.class));
	}

	@Test
	void backsOffWithoutLangChain4jOrTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RetrievalPipeline.class)
				.doesNotHaveBean("fletchContentRetriever"));
		this.runner.withClassLoader(new FilteredClassLoader(FletchContentRetriever.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RetrievalPipeline.class)
				.doesNotHaveBean("fletchContentRetriever"));
	}

	/**
	 * Asks for one retriever.
	 */
	record Wanting(Retriever retriever) {
	}

	/**
	 * A model of two dimensions.
	 */
	private static final class Ones implements EmbeddingModel {

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			return Response.from(segments.stream().map((segment) -> Embedding.from(new float[] { 1, 1 })).toList());
		}

	}

	/**
	 * A model that must not be asked.
	 */
	private static final class Failing implements EmbeddingModel {

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			throw new IllegalStateException("was asked");
		}

	}

}
