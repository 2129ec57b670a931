package io.fletch.autoconfigure.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.TypedTable;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;

class FletchHealthAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchHealthAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("main"),
					"fletch.databases.archive.uri=" + this.folder.resolve("archive"));
	}

	private static Health health(ApplicationContext context, String database) {
		CompositeHealthContributor all = context.getBean("fletchHealthContributor", CompositeHealthContributor.class);
		assertThat(all.getContributor(database)).isInstanceOf(HealthIndicator.class);
		return ((HealthIndicator) all.getContributor(database)).health();
	}

	@Test
	void tellsTheStateOfEachDatabase() {
		this.runner.run((context) -> {
			TypedTable<Note> notes = context.getBean(Database.class).table(Note.class);
			notes.add(List.of(new Note(1), new Note(2)));
			context.getBean(Database.class).openTable("notes").indexes().create(IndexDefinition.on("id"));
			notes.add(List.of(new Note(3)));
			Health health = health(context, "default");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("writable", true)
				.containsEntry("uri", this.folder.resolve("main").toString())
				.containsEntry("problems", List.of())
				.containsEntry("tables",
						Map.of("notes", new DatabaseHealthIndicator.TableState(notes.version(), 3, 1)));
			assertThat(health(context, "archive").getDetails()).containsEntry("tables", Map.of());
		});
	}

	@Test
	void isDownWhenClosedAndWhenATableIsDamaged() {
		this.runner.run((context) -> {
			context.getBean(Database.class).table(Note.class).add(List.of(new Note(1)));
			context.getBean("archiveDatabase", Database.class).close();
			assertThat(health(context, "archive").getStatus()).isEqualTo(Status.DOWN);
		});
		Path log = damage();
		this.runner.run((context) -> {
			Health health = health(context, "default");
			assertThat(health.getStatus()).as(log.toString()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("problems")).asString().contains("The table 'notes' cannot be opened");
		});
	}

	private Path damage() {
		try (var files = Files.walk(this.folder.resolve("main").resolve("notes.fletch"))) {
			List<Path> written = files.filter(Files::isRegularFile).filter((file) -> size(file) > 0).toList();
			for (Path file : written) {
				Files.write(file, new byte[(int) size(file)]);
			}
			return written.getFirst();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long size(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void isDownWithoutItsFolder() {
		this.runner.run((context) -> {
			Files.deleteIfExists(this.folder.resolve("archive").resolve("_lock"));
			Files.deleteIfExists(this.folder.resolve("archive"));
			Health health = health(context, "archive");
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void aFolderThatIsOnlyReadIsUp() {
		this.runner.run((context) -> {
			Database database = context.getBean(Database.class);
			database.table(Note.class).add(List.of(new Note(1)));
			Health health = new DatabaseHealthIndicator(database, (folder) -> false).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("writable", false)
				.containsEntry("problems", List.of())
				.extractingByKey("tables")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsOnlyKeys("notes");
		});
	}

	@Test
	void isDownWhenItsFolderCanNoLongerBeWrittenTo() {
		this.runner.run((context) -> {
			AtomicBoolean writable = new AtomicBoolean(true);
			HealthIndicator indicator = new DatabaseHealthIndicator(context.getBean(Database.class),
					(folder) -> writable.get());
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			writable.set(false);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(indicator.health().getDetails()).containsEntry("writable", false)
				.extractingByKey("problems")
				.asString()
				.contains("cannot be written to any more");
		});
	}

	@Test
	void aDatabaseInMemoryIsUp() {
		try (Database database = Database.open("memory:")) {
			assertThat(new DatabaseHealthIndicator(database).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void looksAtTheFirstTablesOnly() {
		this.runner.run((context) -> {
			Database database = context.getBean(Database.class);
			IntStream.rangeClosed(0, DatabaseHealthIndicator.TABLES)
				.forEach((i) -> database.createTable("t" + i, RowSource.maps(List.of(Map.of("id", i)))));
			assertThat(health(context, "default").getDetails()).containsEntry("moreTables", true)
				.extractingByKey("tables")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.hasSize(DatabaseHealthIndicator.TABLES);
		});
	}

	@Test
	void canBePartOfTheReadinessGroup() {
		this.runner
			.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoint.health.group.readiness.include=fletch")
			.run((context) -> assertThat(context.getBean(HealthEndpointGroups.class).get("readiness"))
				.satisfies((group) -> assertThat(group.isMember("fletch")).isTrue()));
	}

	@Test
	void backsOff() {
		this.runner.withPropertyValues("management.health.fletch.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("fletchHealthContributor"));
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchHealthContributor"));
		this.runner.withBean("fletchHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean("fletchHealthContributor"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchHealthAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchHealthContributor"));
	}

	@Table("notes")
	record Note(@Id long id) {
	}

}
