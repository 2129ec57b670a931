package io.fletch.autoconfigure.actuate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationFilter;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.activity.ActivityKind;
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
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(requests(context)).containsExactly(OperationType.READ));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.fletch.access=UNRESTRICTED")
			.run((context) -> assertThat(requests(context)).containsExactly(OperationType.READ, OperationType.WRITE));
	}

	/**
	 * Returns what can be asked for over HTTP.
	 */
	private static Set<OperationType> requests(ApplicationContext context) {
		WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(context,
				new ConversionServiceParameterValueMapper(), EndpointMediaTypes.DEFAULT, List.of(), List.of(),
				List.of(), List.of(),
				List.of(OperationFilter.byAccess(new PropertiesEndpointAccessResolver(context.getEnvironment()))));
		return discoverer.getEndpoints()
			.stream()
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.map(WebOperation::getType)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	@Timeout(60)
	void aJobThatRunsWhenTheApplicationStopsHasTheTimeOfUpkeep() {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicReference<String> end = new AtomicReference<>("none");
		AtomicReference<MaintenanceJobs> jobs = new AtomicReference<>();
		this.runner.withPropertyValues(EXPOSED, "spring.lifecycle.timeout-per-shutdown-phase=20s")
			.withBean(DatabaseOptionsCustomizer.class, () -> during(ActivityKind.CLEANUP, () -> {
				begun.countDown();
				end.set(takes(Duration.ofMillis(300)) ? "finished" : "stopped");
			}))
			.run((context) -> {
				jobs.set(context.getBean(MaintenanceJobs.class));
				beginCleanup(context.getBean(Database.class), context.getBean(FletchEndpoint.class), begun);
			});
		assertThat(end).hasValue("finished");
		assertThat(jobs.get().list()).extracting(MaintenanceJob::state).containsExactly("done");
		assertThat(jobs.get().isRunning()).isFalse();
	}

	@Test
	@Timeout(60)
	void aJobThatTakesLongerThanTheShutdownMayIsStopped() {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicReference<String> end = new AtomicReference<>("none");
		this.runner.withPropertyValues(EXPOSED, "spring.lifecycle.timeout-per-shutdown-phase=500ms")
			.withBean(DatabaseOptionsCustomizer.class, () -> during(ActivityKind.CLEANUP, () -> {
				begun.countDown();
				end.set(takes(Duration.ofHours(1)) ? "finished" : "stopped");
			}))
			.run((context) -> beginCleanup(context.getBean(Database.class), context.getBean(FletchEndpoint.class),
					begun));
		assertThat(end).hasValue("stopped");
	}

	@Test
	void beginsNothingWhileTheApplicationIsStopped() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			fill(context.getBean(Database.class));
			FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
			context.getSourceApplicationContext().stop();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.maintain("default", "notes", "optimize"))
				.withMessageContaining("the application stops");
			context.getSourceApplicationContext().start();
			endpoint.maintain("default", "notes", "optimize");
			awaitJobs(endpoint);
			assertThat(endpoint.overview().jobs()).extracting(MaintenanceJob::state).containsExactly("done");
		});
	}

	@Test
	void aJobThatBreaksIsToldAndCanBeginAnew() {
		AtomicBoolean isBroken = new AtomicBoolean(true);
		this.runner.withPropertyValues(EXPOSED)
			.withBean(DatabaseOptionsCustomizer.class, () -> during(ActivityKind.CLEANUP, () -> {
				if (isBroken.getAndSet(false)) {
					throw new NoClassDefFoundError("a class");
				}
			}))
			.run((context) -> {
				fill(context.getBean(Database.class));
				FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
				endpoint.maintain("default", "notes", "cleanup");
				awaitJobs(endpoint);
				endpoint.maintain("default", "notes", "cleanup");
				awaitJobs(endpoint);
				assertThat(endpoint.overview().jobs()).extracting(MaintenanceJob::state)
					.containsExactly("done", "failed");
				assertThat(endpoint.overview().jobs().getLast().result()).isEqualTo("a class");
			});
	}

	@Test
	void remembersTheLastJobsBesideOneThatRunsLong() {
		CountDownLatch mayEnd = new CountDownLatch(1);
		this.runner.withPropertyValues(EXPOSED)
			.withBean(DatabaseOptionsCustomizer.class, () -> during(ActivityKind.COMPACTION, () -> await(mayEnd)))
			.run((context) -> {
				Database database = context.getBean(Database.class);
				fill(database);
				database.openTable("notes").add(List.of(Map.of("id", 3)));
				FletchEndpoint endpoint = context.getBean(FletchEndpoint.class);
				endpoint.maintain("default", "notes", "optimize");
				for (int i = 0; i < 60; i++) {
					endpoint.maintain("default", "notes", "cleanup");
					Awaitility.await()
						.until(() -> endpoint.overview()
							.jobs()
							.stream()
							.filter(MaintenanceJob::isRunning)
							.count() == 1);
				}
				assertThat(endpoint.overview().jobs()).hasSize(50)
					.last()
					.satisfies((job) -> assertThat(job.operation()).isEqualTo("optimize"));
				mayEnd.countDown();
				awaitJobs(endpoint);
			});
	}

	private static DatabaseOptionsCustomizer during(ActivityKind kind, Runnable action) {
		return (name, options) -> options.withObserver(options.observer().and((activity) -> {
			if (activity.kind() == kind) {
				action.run();
			}
			return (outcome) -> {
			};
		}));
	}

	private static void beginCleanup(Database database, FletchEndpoint endpoint, CountDownLatch begun) {
		fill(database);
		endpoint.maintain("default", "notes", "cleanup");
		await(begun);
	}

	private static boolean takes(Duration time) {
		try {
			return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitJobs(FletchEndpoint endpoint) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> endpoint.overview().jobs().stream().noneMatch(MaintenanceJob::isRunning));
	}

}
