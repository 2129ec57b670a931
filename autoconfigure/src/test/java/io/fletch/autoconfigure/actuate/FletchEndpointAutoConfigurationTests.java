package io.fletch.autoconfigure.actuate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=fletch";

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchEndpointAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("main"));
	}

	private static void fill(Database database) {
		database.namespaces().create("shop");
		database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1), Map.of("id", 2))));
		database.namespace("shop").createTable("items", RowSource.maps(List.of(Map.of("id", 1))));
		database.openTable("notes").indexes().create(IndexDefinition.on("id"));
	}

	@Test
	void showsTablesWithVersionsIndexesAndFunctions() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			fill(context.getBean(Database.class));
			FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
			FletchEndpoint.Overview overview = endpoint.overview();
			assertThat(overview.databases()).containsOnlyKeys("default");
			assertThat(overview.databases().get("default").tables()).extracting(TableDescriptor::name)
				.containsExactly("notes", "shop$items");
			assertThat(overview.embeddingFunctions()).extracting(FletchEndpoint.FunctionDescriptor::name)
				.contains("all-minilm-l6-v2");
			assertThat(overview.jobs()).isEmpty();
			TableDescriptor notes = endpoint.table("default", "notes");
			assertThat(notes.rows()).isEqualTo(2);
			assertThat(notes.versions()).extracting(TableDescriptor.VersionDescriptor::operation)
				.endsWith("CREATE")
				.startsWith("INDEX");
			assertThat(notes.indexes()).singleElement().satisfies((index) -> {
				assertThat(index.type()).isEqualTo("BTREE");
				assertThat(index.coverage()).isEqualTo(1);
			});
			assertThat(endpoint.table("default", "shop$items").rows()).isEqualTo(1);
			assertThat(endpoint.table("default", "shop$nothing")).isNull();
			assertThat(endpoint.table("default", "no$thing")).isNull();
			assertThat(endpoint.table("default", "../notes")).isNull();
			assertThat(endpoint.table("other", "notes")).isNull();
		});
	}

	@Test
	void keepsTablesUp() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			Database database = context.getBean(Database.class);
			fill(database);
			database.openTable("notes").add(List.of(Map.of("id", 3)));
			FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
			for (String operation : MaintenanceOperation.labels()) {
				MaintenanceJob job = endpoint.maintain("default", "notes", operation);
				assertThat(job.operation()).isEqualTo(operation);
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> endpoint.overview().jobs().stream().noneMatch(MaintenanceJob::isRunning));
			}
			assertThat(endpoint.overview().jobs()).extracting(MaintenanceJob::state).containsOnly("done").hasSize(3);
			assertThat(endpoint.overview().upkeep()).isEmpty();
			assertThat(endpoint.table("default", "notes").indexes().getFirst().unindexedRows()).isZero();
		});
	}

	@Test
	void refusesWhatIsNotThere() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.maintain("default", "notes", "drop"))
				.withMessageContaining("choose one of [optimize, reindex, cleanup]");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.maintain("other", "notes", "optimize"))
				.withMessageContaining("There is no such database; there are [default]");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.maintain("default", "notes", "optimize"))
				.withMessageContaining("There is no such table");
		});
	}

	@Test
	void isThereOnlyWhereItIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(FletchEndpoint.class)
			.doesNotHaveBean(MaintenanceJobs.class));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.fletch.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(FletchEndpoint.class));
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FletchEndpoint.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchEndpointAutoConfiguration.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FletchEndpoint.class));
	}

	@Test
	void backsOffForTheEndpointOfTheApplication() {
		this.runner.withPropertyValues(EXPOSED)
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBean("own", FletchEndpoint.class,
							() -> new FletchEndpoint(context.getBean(Databases.class),
									context.getBean(EmbeddingFunctionRegistry.class),
									context.getBean(RunningUpkeep.class), context.getBean(MaintenanceJobs.class))))
			.run((context) -> assertThat(context).hasSingleBean(FletchEndpoint.class).hasBean("own"));
	}

	@Test
	void canOnlyBeReadUnlessTheApplicationSaysOtherwise() {
		assertThat(FletchEndpoint.class.getAnnotation(Endpoint.class).defaultAccess()).isEqualTo(Access.READ_ONLY);
	}

}
