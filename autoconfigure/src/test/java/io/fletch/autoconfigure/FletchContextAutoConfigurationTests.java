package io.fletch.autoconfigure;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.Database;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;

class FletchContextAutoConfigurationTests {

	private static final List<Class<?>> STAGES = List.of(DocumentReader.class, SentenceSplitter.class,
			IngestionPipeline.class, Retriever.class, ExtractiveAnswerer.class, CitationVerifier.class);

	private static final String TEXT = "Swallows nest in barns. Herons fish in rivers. Owls hunt at night. "
			+ "Eagles breed on cliffs.";

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class, FletchContextAutoConfiguration.class))
			.withBean("letters", LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.folder, "fletch.embedding.default-function=letters");
	}

	@Test
	void offersEveryStage() {
		this.runner
			.run((context) -> assertThat(STAGES).allSatisfy((stage) -> assertThat(context).hasSingleBean(stage)));
	}

	@Test
	void readsStoresFindsAndAnswers() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class, FletchContextAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder, "fletch.context.chunk-characters=30",
					"fletch.context.window=1", "fletch.context.stride=1")
			.run((context) -> {
				ingest(context.getBean(IngestionPipeline.class));
				List<RetrievedPassage> found = context.getBean(Retriever.class)
					.retrieve("Which birds catch fish?", QueryKind.HYBRID, 3);
				assertThat(found.getFirst().passage().text()).isEqualTo("Herons fish in rivers.");
				assertThat(context.getBean(ExtractiveAnswerer.class)
					.answer("Where do herons fish?", found)
					.sentences()
					.getFirst()
					.text()).isEqualTo("Herons fish in rivers.");
				assertThat(this.folder.resolve("files")).isNotEmptyDirectory();
			});
	}

	@Test
	void cutsPassagesAsThePropertiesSay() {
		this.runner
			.withPropertyValues("fletch.context.chunk-characters=30", "fletch.context.window=2",
					"fletch.context.stride=2")
			.run((context) -> {
				assertThat(context.getBean(SentenceSplitter.class).maxCharacters()).isEqualTo(30);
				assertThat(texts(context.getBean(IngestionPipeline.class))).containsExactly(
						"Swallows nest in barns. Herons fish in rivers.",
						"Owls hunt at night. Eagles breed on cliffs.");
			});
	}

	@Test
	void leavesOutSmallWindowsAsThePropertySays() {
		this.runner
			.withPropertyValues("fletch.context.chunk-characters=30", "fletch.context.window=3",
					"fletch.context.stride=3", "fletch.context.min-window-size=2")
			.run((context) -> assertThat(texts(context.getBean(IngestionPipeline.class)))
				.containsExactly("Swallows nest in barns. Herons fish in rivers. Owls hunt at night."));
	}

	@Test
	void namesThePropertyThatIsOutOfRange() {
		this.runner.withPropertyValues("fletch.context.window=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("fletch.context.window must be at least 1, but was 0"));
	}

	@Test
	void goesOnWithWhatTheLastRunLeftUnfinished() {
		this.runner.run((context) -> {
			IngestionPipeline pipeline = context.getBean(IngestionPipeline.class);
			pipeline.close();
			pending(context.getBean(Database.class));
		});
		this.runner
			.run((context) -> assertThat(context.getBean(IngestionPipeline.class).jobs()).extracting(IngestionJob::name)
				.containsExactly("birds.txt"));
	}

	@Test
	void retrievesWithoutTheRerankersModule() {
		this.runner.withClassLoader(new FilteredClassLoader(Rerankers.class)).run((context) -> {
			ingest(context.getBean(IngestionPipeline.class));
			assertThat(context.getBean(Retriever.class).retrieve("owls", QueryKind.HYBRID, 1)).hasSize(1);
		});
	}

	@Test
	void explainsThatNoEmbeddingFunctionIsThere() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchContextAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder)
			.withClassLoader(new FilteredClassLoader(
					new ClassPathResource("META-INF/services/io.fletch.store.embedding.EmbeddingFunctionFactory")))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureReport.of(context.getStartupFailure())).isEqualTo("""
						fletch.embedding.default-function is 'all-minilm-l6-v2', but known are only: none.
						For fletch.embedding.default-function, define a bean of type EmbeddingFunction with that \
						name, or add the module that offers it.""");
			});
	}

	@Test
	void backsOffForTheStagesOfTheApplication() {
		this.runner.withBean("myReader", DocumentReader.class)
			.withBean("mySplitter", SentenceSplitter.class, () -> new SentenceSplitter(50))
			.withBean("myVerifier", CitationVerifier.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(DocumentReader.class)
					.hasSingleBean(SentenceSplitter.class)
					.hasSingleBean(CitationVerifier.class)
					.hasSingleBean(IngestionPipeline.class);
				assertThat(context.getBean(SentenceSplitter.class).maxCharacters()).isEqualTo(50);
			});
	}

	@Test
	void backsOffWithoutTheContextModule() {
		this.runner.withClassLoader(new FilteredClassLoader(IngestionPipeline.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Retriever.class));
	}

	@Test
	void backsOffWithoutADatabase() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchContextAutoConfiguration.class))
			.run((context) -> assertThat(STAGES).allSatisfy((stage) -> assertThat(context).doesNotHaveBean(stage)));
	}

	private static void pending(Database database) {
		database.table(IndexedDocument.class)
			.add(List.of(new IndexedDocument("0123456789abcdef", "birds.txt", "text/plain", "none", 1,
					IndexedDocument.PENDING, null, 0, Instant.EPOCH)));
	}

	private static List<String> texts(IngestionPipeline pipeline) {
		String document = ingest(pipeline);
		return pipeline.passages(document).stream().map((passage) -> passage.text()).toList();
	}

	private static String ingest(IngestionPipeline pipeline) {
		IngestionJob job = pipeline.submit("birds.txt",
				new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> pipeline.job(job.id()).orElseThrow().state() == IngestionJob.State.DONE);
		return job.documentId();
	}

}
