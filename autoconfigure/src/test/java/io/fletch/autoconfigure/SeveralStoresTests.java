package io.fletch.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import io.fletch.autoconfigure.actuate.FletchHealthAutoConfiguration;
import io.fletch.autoconfigure.observation.FletchTableMetricsAutoConfiguration;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with several stores, as {@code docs/operations.md} makes them.
 */
class SeveralStoresTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchSpringAiAutoConfiguration.class,
							FletchVectorStoreAutoConfiguration.class, FletchLangChain4jStoreAutoConfiguration.class,
							FletchHealthAutoConfiguration.class, FletchTableMetricsAutoConfiguration.class))
			.withBean("function", LetterCounts.class, () -> new LetterCounts("letters"))
			.withBean(MeterRegistry.class, () -> meters)
			.withBean(ObservationRegistry.class, () -> observations)
			.withUserConfiguration(Stores.class)
			.withPropertyValues("fletch.uri=" + this.folder.resolve("main"),
					"fletch.databases.archive.uri=" + this.folder.resolve("archive"));
	}

	@Test
	void eachHasItsTable() {
		runner().run((context) -> {
			assertThat(context).getBeanNames(VectorStore.class).containsExactlyInAnyOrder("manuals", "letters");
			assertThat(context.getBean(VectorStore.class)).isSameAs(context.getBean("manuals"));
			context.getBean("manuals", VectorStore.class).add(List.of(new Document("a", "abc", Map.of())));
			context.getBean("letters", VectorStore.class).add(List.of(new Document("b", "abc", Map.of())));
			context.getBean("clippings", FletchEmbeddingStore.class)
				.add(Embedding.from(new float[] { 1, 2 }), TextSegment.from("abc"));
			assertThat(context.getBean("letters", VectorStore.class).similaritySearch("abc"))
				.extracting(Document::getId)
				.containsExactly("b");
			assertThat(context.getBean(Database.class).tableNames()).containsExactly("manuals");
			assertThat(context.getBean("archiveDatabase", Database.class).tableNames())
				.containsExactlyInAnyOrder("letters", "clippings");
			assertThat(context).doesNotHaveBean("fletchVectorStore").doesNotHaveBean("fletchEmbeddingStore");
		});
	}

	@Test
	void healthAndMetersTellOfEach() {
		runner().run((context) -> {
			context.getBean("manuals", VectorStore.class).add(List.of(new Document("a", "abc", Map.of())));
			context.getBean("letters", VectorStore.class).add(List.of(new Document("b", "abc", Map.of())));
			CompositeHealthContributor health = context.getBean(CompositeHealthContributor.class);
			assertThat(tables(health, "default")).containsOnlyKeys("manuals");
			assertThat(tables(health, "archive")).containsOnlyKeys("letters");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("fletch.table.rows").tags("database", "default", "table", "manuals").gauge().value())
				.isEqualTo(1);
			assertThat(meters.get("fletch.table.rows").tags("database", "archive", "table", "letters").gauge().value())
				.isEqualTo(1);
			assertThat(meters.get("db.vector.client.operation").timers()).isNotEmpty();
		});
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> tables(CompositeHealthContributor health, String database) {
		Health told = ((HealthIndicator) health.getContributor(database)).health();
		return (Map<String, Object>) told.getDetails().get("tables");
	}

	@Test
	void theExamplesOfTheGuideStandHere() throws IOException {
		List<String> examples = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
			.matcher(RepositoryFile.read("docs/operations.md"))
			.results()
			.map((MatchResult result) -> squeezed(result.group(1)))
			.toList();
		String source = squeezed(RepositoryFile
			.read("autoconfigure/src/test/java/io/fletch/autoconfigure/" + getClass().getSimpleName() + ".java"));
		assertThat(examples).isNotEmpty().allSatisfy((example) -> assertThat(source).contains(example));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Configuration(proxyBeanMethods = false)
	static class Stores {

		@Bean
		@Primary
		FletchVectorStore manuals(Database database, ObservationRegistry observations) {
			return FletchVectorStore.builder(database).tableName("manuals").observationRegistry(observations).build();
		}

		@Bean
		FletchVectorStore letters(@Qualifier("archiveDatabase") Database archive, ObservationRegistry observations) {
			return FletchVectorStore.builder(archive).tableName("letters").observationRegistry(observations).build();
		}

		@Bean
		EmbeddingStore<TextSegment> clippings(@Qualifier("archiveDatabase") Database archive) {
			return FletchEmbeddingStore.builder(archive).table("clippings").build();
		}

	}

}
