package io.fletch.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.store.CloneOptions;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Session;
import io.fletch.store.Table;
import io.fletch.store.UpkeepOptions;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.VerificationReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/production.md} says, with its examples as they stand there.
 */
class ProductionGuideTests {

	@TempDir
	private Path data;

	@TempDir
	private Path folder;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(RepositoryFile.read("docs/production.md"))
			.results()
			.map((MatchResult example) -> example.group(1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsHere(String example) throws IOException {
		String source = RepositoryFile
			.read("autoconfigure/src/test/java/io/fletch/autoconfigure/ProductionGuideTests.java");
		assertThat(squeezed(source).contains(squeezed(example))).as(example).isTrue();
	}

	private static String squeezed(String text) {
		return text.replace("this.", "").replaceAll("\\s+", "");
	}

	private static RowSource rows(int from, int to) {
		return RowSource.maps(IntStream.range(from, to).mapToObj((i) -> Map.of("id", i, "year", i)).toList());
	}

	@Test
	void aBackupIsWholeWhileOthersWriteAndCanBeRestored() throws InterruptedException {
		try (Database database = Database.open(this.data)) {
			database.createTable("articles", rows(0, 3000));
			database.createTable("notes", rows(0, 5));
			Thread writer = Thread.ofVirtual().start(() -> {
				Table articles = database.openTable("articles");
				for (int i = 0; i < 50; i++) {
					articles.add(rows(i * 2, i * 2 + 2));
				}
			});

			try (Database backup = Database.open(this.folder)) {
				for (String name : database.tableNames()) {
					try (Table table = database.openTable(name);
							Table copy = backup.cloneTable(table, name, CloneOptions.copy())) {
						VerificationReport report = copy.verify();
						if (!report.problems().isEmpty()) {
							throw new IllegalStateException(
									"The backup of " + name + " is damaged: " + report.problems());
						}
					}
				}
			}

			writer.join();
			database.dropAllTables();
		}
		try (Database backup = Database.open(this.folder); Database restored = Database.open(this.data)) {
			assertThat(backup.tableNames()).containsExactly("articles", "notes");
			restored.cloneTable(backup.openTable("articles"), "articles", CloneOptions.copy());
			assertThat(restored.openTable("articles").countRows()).isBetween(3000L, 3100L)
				.satisfies((count) -> assertThat(count % 2).isZero());
		}
	}

	@Test
	void aTagLeadsBack() {
		try (Database database = Database.open(this.data)) {
			Table articles = database.createTable("articles", rows(1990, 2010));
			articles.tags().create("before-the-import", articles.version());
			articles.delete("year < 2000");
			articles.restore("before-the-import");
			assertThat(articles.countRows()).isEqualTo(20);
		}
	}

	@Test
	void theExamplesChangeHowTheDatabaseIsOpened() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withUserConfiguration(Options.class)
			.withPropertyValues("fletch.uri=" + this.data)
			.run((context) -> {
				context.getBean(Database.class).createTable("notes", rows(0, 5));
				assertThat(context.getBean(Database.class).serialize()).contains("1000").contains("PT24H");
			});
	}

	@Test
	void asASecondProcessAnApplicationThatIngestsNothingIsLazy() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchContextAutoConfiguration.class))
			.withBean(LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.data);
		runner.run((first) -> {
			assertThat(first).hasNotFailed();
			runner.run((second) -> assertThat(second).getFailure()
				.rootCause()
				.hasMessageContaining("Another pipeline ingests into"));
			runner.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
				.run((second) -> {
					assertThat(second).hasNotFailed();
					assertThat(second.getBean(RetrievalPipeline.class)).isNotNull();
					second.getBean(Database.class).createTable("notes", rows(0, 5));
					assertThat(first.getBean(Database.class).openTable("notes").countRows()).isEqualTo(5);
				});
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Options {

		@Bean
		DatabaseOptionsCustomizer moreMemory() {
			Session session = Session.withLimit(512L << 20);
			return (database, options) -> options.withSession(session);
		}

		@Bean
		DatabaseOptionsCustomizer shortRetention() {
			CleanupPolicy policy = new CleanupPolicy(Duration.ofDays(1), 1000, Duration.ofDays(1));
			return (database, options) -> options.withUpkeep(new UpkeepOptions(true, policy));
		}

	}

}
