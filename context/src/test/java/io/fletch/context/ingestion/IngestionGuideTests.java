package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.HashedWords;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/ingesting-documents.md}, as they stand there.
 */
class IngestionGuideTests {

	private static final Logger logger = LoggerFactory.getLogger(IngestionGuideTests.class);

	@TempDir
	private Path folder;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/ingesting-documents.md")))
			.results()
			.map(MatchResult::group)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsHere(String example) throws IOException {
		String source = squeezed(
				Files.readString(Path.of("src/test/java/io/fletch/context/ingestion/IngestionGuideTests.java"))
					.replace("this.", ""));
		String[] statements = example.replace("```java", "").replace("```", "").split("(?<=[;{])\n");
		assertThat(statements).allSatisfy((statement) -> assertThat(source).contains(squeezed(statement)));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Test
	void ingestsSynchronisesWatchesAndRetries() throws IOException {
		Path manuals = Files.createDirectories(this.folder.resolve("manuals"));
		Files.writeString(manuals.resolve("pears.md"), "Pears are green.");
		InputStream content = new ByteArrayInputStream("Apples are red.".getBytes(StandardCharsets.UTF_8));
		try (Database database = Database.open(this.folder.resolve("db"),
				new EmbeddingFunctionRegistry().register(new HashedWords()))) {
			IngestionSettings settings = IngestionSettings.in(this.folder.resolve("files"))
				.withWork(IngestionWork.DEFAULT.withWorkers(4));
			try (IngestionPipeline pipeline = new IngestionPipeline(database, settings)) {
				pipeline.resume();
				pipeline.addListener((event) -> logger.info("{} {}", event.type(), event.name()));
				IngestionJob job = pipeline.submit("report.md", content, List.of("lang=en", "hr"));
				SyncReport report = pipeline.sync(FolderSource.of(manuals).including("**/*.md"), SyncMode.FULL);
				assertThat(report.added()).containsExactly("pears.md");
				FolderWatch watch = pipeline.watch(FolderSource.of(manuals), SyncMode.FULL);
				watch.close();
				for (DeadLetter letter : pipeline.deadLetters()) {
					logger.info("{}: {} ({}, {} attempts)", letter.name(), letter.message(), letter.reason(),
							letter.attempts());
				}
				pipeline.retryAll();
				Workspace.await(() -> pipeline.job(job.id()).orElseThrow().state().isFinal());
				assertThat(pipeline.documents()).hasSize(2);
			}
		}
	}

}
