package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import io.fletch.autoconfigure.actuate.FletchEndpoint;
import io.fletch.autoconfigure.mcp.TableSearchTool;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.data.FletchTemplate;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every entry of the file of auto-configurations at once, as the starter brings them.
 */
class AllAutoConfigurationsTests {

	@TempDir
	private Path folder;

	private final Database one = Database.open("memory:");

	private final Database two = Database.open("memory:");

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(autoConfigurations()))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"), "fletch.mcp-tables=notes",
					"fletch.slow-query=1s", "fletch.embedding.cache.enabled=true",
					"management.endpoints.web.exposure.include=*");
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	private static Class<?>[] autoConfigurations() {
		ClassLoader loader = AllAutoConfigurationsTests.class.getClassLoader();
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, loader).spliterator(), false)
			.filter((name) -> name.startsWith("io.fletch."))
			.map((name) -> ClassUtils.resolveClassName(name, loader))
			.toArray(Class<?>[]::new);
	}

	@Test
	void startWithTheDatabaseOfTheProperties() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(Database.class)
			.hasSingleBean(FletchTemplate.class)
			.hasSingleBean(TableSearchTool.class)
			.hasBean("fletchVectorStore")
			.hasBean("fletchEmbeddingStore")
			.hasBean("fletchChatMemoryRepository")
			.hasBean("fletchIngestionPipeline"));
	}

	@Test
	void startWithAnOwnDatabaseInMemory() {
		this.runner.withBean("own", Database.class, () -> this.one).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FletchTemplate.class).database()).isSameAs(this.one);
			assertThat(context.getBean(IngestionPipeline.class).jobs()).isEmpty();
		});
	}

	@Test
	void startWithSeveralDatabasesNoneOfWhichIsMeant() {
		this.runner.withBean("one", Database.class, () -> this.one)
			.withBean("two", Database.class, () -> this.two)
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(FletchTemplate.class)
					.doesNotHaveBean(TableSearchTool.class)
					.doesNotHaveBean(IngestionPipeline.class)
					.doesNotHaveBean("fletchVectorStore")
					.doesNotHaveBean("fletchEmbeddingStore")
					.doesNotHaveBean("fletchChatMemoryRepository");
				assertThat(context.getBean(FletchEndpoint.class).table("one", "notes")).isNull();
				assertThat(context.getBean(Databases.class).all()).containsOnlyKeys("one", "two");
			});
	}

	@Test
	void takeThePrimaryOfSeveralDatabases() {
		this.runner.withBean("one", Database.class, () -> this.one)
			.withBean("two", Database.class, () -> this.two, (definition) -> definition.setPrimary(true))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("fletchVectorStore");
				assertThat(context.getBean(FletchTemplate.class).database()).isSameAs(this.two);
			});
	}

}
