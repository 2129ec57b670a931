package io.fletch.autoconfigure.observation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
			context.getBean(Database.class).dropTable("notes");
		});
	}

	@Test
	void aTableThatIsGoneHasNoValue() {
		this.runner.run((context) -> {
			Database database = context.getBean(Database.class);
			database.createTable("notes", RowSource.maps(List.of(Map.of("id", 1)))).add(List.of(Map.of("id", 2)));
			database.dropTable("notes");
			assertThat(gauge(context.getBean(MeterRegistry.class), "rows")).isNaN();
		});
	}

	@Test
	void countsWhatTheMemoryOfDatabasesSaves() {
		this.runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("fletch.cache.hits").functionCounter().count()).isNotNegative();
			assertThat(meters.get("fletch.cache.misses").functionCounter().count()).isNotNegative();
			assertThat(meters.get("fletch.cache.size").gauge().value()).isNotNegative();
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
