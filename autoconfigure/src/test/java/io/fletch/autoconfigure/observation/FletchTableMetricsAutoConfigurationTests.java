package io.fletch.autoconfigure.observation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Session;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class FletchTableMetricsAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchTableMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	private static double gauge(MeterRegistry meters, String name) {
		return meters.get("fletch.table." + name).tags("database", "default", "table", "notes").gauge().value();
	}

	@Test
	void measuresTablesThatAreThereAndThoseThatCome() {
		this.runner.run((context) -> {
			Database database = context.getBean(Database.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.find("fletch.table.rows").gauge()).isNull();
			Table table = database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1), Map.of("id", 2))));
			table.indexes().create(IndexDefinition.on("id"));
			table.add(List.of(Map.of("id", 3)));
			assertThat(gauge(meters, "rows")).isEqualTo(3);
			assertThat(gauge(meters, "unindexed")).isEqualTo(1);
			assertThat(gauge(meters, "fragments")).isEqualTo(2);
			assertThat(gauge(meters, "version")).isEqualTo(table.version());
			assertThat(gauge(meters, "size")).isPositive();
		});
		this.runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(gauge(meters, "rows")).isEqualTo(3);
			assertThat(gauge(meters, "fragments")).isEqualTo(2);
		});
	}

	@Test
	void aTableThatIsGoneHasNoValueAndThenNoMeters() {
		this.runner.withConfiguration(AutoConfigurations.of(FletchObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				Database database = context.getBean(Database.class);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBean(ObservationRegistry.class)
					.observationConfig()
					.observationHandler(new DefaultMeterObservationHandler(meters));
				database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1)))).add(List.of(Map.of("id", 2)));
				database.createTable("others", RowSource.maps(List.of(Map.of("id", 1))));
				assertThat(tables(meters)).containsExactlyInAnyOrder("notes", "others");
				database.dropTable("notes");
				assertThat(gauge(meters, "rows")).isNaN();
				Awaitility.await().until(() -> tables(meters).equals(Set.of("others")));
				database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1))));
				assertThat(gauge(meters, "rows")).isEqualTo(1);
				assertThat(meters.get("fletch.write").tag("table", "notes").timer().count()).isEqualTo(1);
			});
	}

	@Test
	void tablesThatAreGoneMakePlaceForOthers() {
		this.runner.withPropertyValues("fletch.uri=memory:").run((context) -> {
			Database database = context.getBean(Database.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			for (int i = 0; i < TableTags.MOST; i++) {
				database.createTable("t" + i, RowSource.maps(List.of(Map.of("id", 1))));
			}
			Table notes = database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1))));
			assertThat(tables(meters)).hasSize(TableTags.MOST).doesNotContain("notes");
			database.dropTable("t7");
			Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(500)).until(() -> {
				notes.add(List.of(Map.of("id", 2)));
				return tables(meters).contains("notes");
			});
			assertThat(tables(meters)).hasSize(TableTags.MOST).doesNotContain("t7");
			assertThat(gauge(meters, "rows")).isEqualTo(notes.countRows());
		});
	}

	private static Set<String> tables(MeterRegistry meters) {
		return meters.getMeters()
			.stream()
			.map((meter) -> meter.getId().getTag("table"))
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
	}

	@Test
	void countsWhatTheMemoryOfDatabasesSaves() {
		this.runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Database database = context.getBean(Database.class);
			Table notes = database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1, "text", "rain"))));
			notes.add(
					IntStream.range(0, 2000).mapToObj((i) -> Map.<String, Object>of("id", i, "text", "snow")).toList());
			notes.scan().rows();
			notes.scan().rows();
			Session session = database.options().session();
			assertThat(meters.get("fletch.cache.hits").functionCounter().count()).isPositive()
				.isEqualTo(session.hits());
			assertThat(meters.get("fletch.cache.misses").functionCounter().count()).isPositive()
				.isEqualTo(session.misses());
			assertThat(meters.get("fletch.cache.size").gauge().value()).isPositive().isEqualTo(session.sizeBytes());
		});
	}

	@Test
	void backsOff() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FletchTableMetricsAutoConfiguration.class));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchTableMetricsAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder)
			.run((context) -> assertThat(context).doesNotHaveBean(FletchTableMetricsAutoConfiguration.class));
		this.runner
			.withBean("fletchTableMetersOfNewTables", DatabaseOptionsCustomizer.class, () -> (name, options) -> options)
			.run((context) -> {
				context.getBean(Database.class).createTable("notes", RowSource.maps(List.of(Map.of("id", 1))));
				assertThat(context.getBean(MeterRegistry.class).find("fletch.table.rows").gauge()).isNull();
			});
	}

}
