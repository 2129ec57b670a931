package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.observation.DefaultVectorStoreObservationConvention;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.store.Database;
import io.fletch.store.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchVectorStoreAutoConfigurationTests {

	private static final SearchRequest QUERY = SearchRequest.builder().query("abc").build();

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchSpringAiAutoConfiguration.class, FletchVectorStoreAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	private ApplicationContextRunner withFunction() {
		return this.runner.withBean("function", LetterCounts.class, () -> new LetterCounts("letters"));
	}

	private static EmbeddingModel model(String name) {
		return new FletchEmbeddingModel(new LetterCounts(name));
	}

	@Test
	void isThereByDefault() {
		withFunction().run((context) -> {
			assertThat(context).hasSingleBean(VectorStore.class).hasBean("fletchVectorStore");
			VectorStore store = context.getBean(VectorStore.class);
			store.add(List.of(new Document("near", "abc", Map.of()), new Document("far", "xyz", Map.of())));
			assertThat(store.similaritySearch(QUERY).getFirst().getId()).isEqualTo("near");
		});
	}

	@Test
	void makesNoTableBeforeItIsUsed() {
		withFunction().run((context) -> {
			assertThat(context.getBean(Database.class).tableNames()).isEmpty();
			context.getBean(VectorStore.class).add(List.of(new Document("abc")));
			assertThat(context.getBean(Database.class).tableNames()).containsExactly("vector_store");
		});
	}

	@Test
	void theTableKeepsTheDefaultFunctionWhereThereIsNoModel() {
		withFunction().run((context) -> {
			VectorStore store = context.getBean(VectorStore.class);
			Table table = store.<Table>getNativeClient().orElseThrow();
			assertThat(table.schema().findField("embedding").getMetadata()).containsEntry("fletch.embedding.function",
					"letters");
		});
	}

	@Test
	void theOnlyModelEmbeds() {
		withFunction().withBean("model", EmbeddingModel.class, () -> model("model"))
			.run((context) -> assertThat(functionOf(context.getBean(VectorStore.class))).isNull());
	}

	@Test
	void thePrimaryOfSeveralModelsEmbeds() {
		this.runner.withBean("small", EmbeddingModel.class, () -> new FixedModel(3))
			.withBean("large", EmbeddingModel.class, () -> new FixedModel(5), (bean) -> bean.setPrimary(true))
			.run((context) -> {
				VectorStore store = context.getBean(VectorStore.class);
				store.add(List.of(new Document("abc")));
				assertThat(store.<Table>getNativeClient().orElseThrow().schema().findField("embedding").getType())
					.hasToString("FixedSizeList(5)");
			});
	}

	@Test
	void oneOfSeveralModelsIsChosenByItsName() {
		this.runner.withBean("small", EmbeddingModel.class, () -> new FixedModel(3))
			.withBean("large", EmbeddingModel.class, () -> new FixedModel(5))
			.withPropertyValues("fletch.embedding.default-function=large")
			.run((context) -> {
				VectorStore store = context.getBean(VectorStore.class);
				store.add(List.of(new Document("abc")));
				assertThat(store.<Table>getNativeClient().orElseThrow().schema().findField("embedding").getType())
					.hasToString("FixedSizeList(5)");
			});
	}

	@Test
	void aFunctionIsChosenByItsNameBesideModels() {
		withFunction().withBean("small", EmbeddingModel.class, () -> new FixedModel(3))
			.withBean("large", EmbeddingModel.class, () -> new FixedModel(5))
			.withPropertyValues("fletch.embedding.default-function=letters")
			.run((context) -> assertThat(functionOf(context.getBean(VectorStore.class))).isEqualTo("letters"));
	}

	@Test
	void severalModelsWithoutChoiceAreExplained() {
		this.runner.withBean("small", EmbeddingModel.class, () -> new FixedModel(3))
			.withBean("large", EmbeddingModel.class, () -> new FixedModel(5))
			.run((context) -> assertThat(FailureReport.of(context.getStartupFailure()))
				.contains("needs one embedding model, but there are 2: small, large")
				.contains("fletch.embedding.default-function")
				.contains("spring.ai.vectorstore.type=none"));
	}

	@Test
	void theTypeSwitchesItOffAndOn() {
		withFunction().withPropertyValues("spring.ai.vectorstore.type=pgvector")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
		withFunction().withPropertyValues("spring.ai.vectorstore.type=fletch")
			.run((context) -> assertThat(context).hasSingleBean(FletchVectorStore.class));
	}

	@Test
	void backsOffForAnotherStore() {
		withFunction().withBean("own", VectorStore.class, () -> SimpleVectorStore.builder(model("own")).build())
			.run((context) -> assertThat(context).hasSingleBean(VectorStore.class)
				.doesNotHaveBean("fletchVectorStore"));
	}

	@Test
	void usesTheApplicationsBatchingStrategy() {
		withFunction().withBean("own", BatchingStrategy.class, () -> List::of)
			.run((context) -> assertThat(context).hasSingleBean(BatchingStrategy.class)
				.doesNotHaveBean("fletchBatchingStrategy")
				.hasSingleBean(FletchVectorStore.class));
	}

	@Test
	void propertiesNameTheTableAndTheKindOfSearch() {
		withFunction()
			.withPropertyValues("fletch.vector-store.table-name=docs", "fletch.vector-store.query-kind=hybrid")
			.run((context) -> {
				VectorStore store = context.getBean(VectorStore.class);
				store.add(List.of(new Document("a", "abc", Map.of())));
				assertThat(context.getBean(Database.class).tableNames()).containsExactly("docs");
				assertThat(store.similaritySearch(QUERY).getFirst().getScore()).isLessThan(0.1);
			});
	}

	@Test
	void backsOffForSeveralDatabasesOfWhichNoneIsPrimary() {
		ApplicationContextRunner two = this.runner.withBean("one", Database.class, () -> Database.open("memory:"))
			.withBean("two", Database.class, () -> Database.open("memory:"));
		two.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VectorStore.class));
		two.withBean("three", Database.class, () -> Database.open("memory:"), (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FletchVectorStore.class));
	}

	@Test
	void searchesByWordsKnowNoThreshold() {
		withFunction().withPropertyValues("fletch.vector-store.query-kind=text").run((context) -> {
			VectorStore store = context.getBean(VectorStore.class);
			store.add(List.of(new Document("a", "abc", Map.of())));
			assertThat(store.similaritySearch(QUERY)).hasSize(1);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> store.similaritySearch(SearchRequest.from(QUERY).similarityThreshold(0.5).build()))
				.withMessageContaining("similarityThreshold is 0.5");
		});
	}

	@Test
	void theKindCanBeLeftToTheTable() {
		withFunction().withPropertyValues("fletch.vector-store.query-kind=auto").run((context) -> {
			VectorStore store = context.getBean(VectorStore.class);
			store.add(List.of(new Document("a", "abc", Map.of()), new Document("b", "xyz", Map.of())));
			assertThat(store.similaritySearch(SearchRequest.from(QUERY).similarityThreshold(0.9).build()))
				.extracting(Document::getId)
				.containsExactly("a");
		});
	}

	@Test
	void isObserved() {
		ObservationRegistry registry = ObservationRegistry.create();
		StringBuilder seen = new StringBuilder();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				seen.append(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		withFunction().withBean(ObservationRegistry.class, () -> registry)
			.withBean(VectorStoreObservationConvention.class, () -> new DefaultVectorStoreObservationConvention("mine"))
			.run((context) -> {
				context.getBean(VectorStore.class).add(List.of(new Document("abc")));
				assertThat(seen).hasToString("mine");
			});
	}

	@Test
	void backsOffWithoutTheBridge() {
		withFunction().withClassLoader(new FilteredClassLoader(FletchVectorStore.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchVectorStore"));
	}

	@Test
	void backsOffWithoutSpringAisStores() {
		withFunction().withClassLoader(new FilteredClassLoader("org.springframework.ai.vectorstore"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchVectorStore"));
	}

	@Test
	void worksWithoutLangChain4j() {
		withFunction().withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasSingleBean(FletchVectorStore.class));
	}

	@Test
	void worksBesideLangChain4j() {
		withFunction().withConfiguration(AutoConfigurations.of(FletchLangChain4jAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(FletchVectorStore.class)
				.hasSingleBean(dev.langchain4j.model.embedding.EmbeddingModel.class));
	}

	private static Object functionOf(VectorStore store) {
		return store.<Table>getNativeClient()
			.orElseThrow()
			.schema()
			.findField("embedding")
			.getMetadata()
			.get("fletch.embedding.function");
	}

}
