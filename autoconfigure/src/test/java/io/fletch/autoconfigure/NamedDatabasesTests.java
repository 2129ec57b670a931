package io.fletch.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.store.Database;
import io.fletch.store.UpkeepOptions;

import static org.assertj.core.api.Assertions.assertThat;

class NamedDatabasesTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("main"),
					"fletch.databases.archive.uri=" + this.folder.resolve("archive"),
					"fletch.databases.old-notes.uri=" + this.folder.resolve("notes").toUri());
	}

	@Test
	void opensEachAndInjectsTheDefaultWhereNoneIsNamed() {
		this.runner.withUserConfiguration(Users.class).run((context) -> {
			assertThat(context).getBeanNames(Database.class)
				.containsExactlyInAnyOrder("fletchDatabase", "archiveDatabase", "old-notesDatabase");
			assertThat(context.getBean(Database.class).directory()).isEqualTo(this.folder.resolve("main"));
			assertThat(context.getBean("user", User.class).plain().directory()).isEqualTo(this.folder.resolve("main"));
			assertThat(context.getBean("user", User.class).archive().directory())
				.isEqualTo(this.folder.resolve("archive"));
			assertThat(context.getBean(Databases.class).all()).containsOnlyKeys("default", "archive", "old-notes");
			assertThat(context.getBean("archiveDatabase", Database.class).functions())
				.isSameAs(context.getBean(Database.class).functions());
		});
	}

	@Test
	void closesEachWithTheApplication() {
		this.runner.run((context) -> {
			Database archive = context.getBean("archiveDatabase", Database.class);
			context.getSourceApplicationContext().close();
			assertThat(archive.isOpen()).isFalse();
		});
	}

	@Test
	void anOwnDatabaseIsTakenBeforeTheNamedOnes() {
		try (Database own = Database.open("memory:")) {
			this.runner.withBean("ownDatabase", Database.class, () -> own).run((context) -> {
				assertThat(context.getBean(Database.class)).isSameAs(own);
				assertThat(context.getBean(Databases.class).all()).containsOnlyKeys("ownDatabase", "archive",
						"old-notes");
			});
		}
	}

	@Test
	void customizersChangeHowEachIsOpened() {
		this.runner
			.withBean(DatabaseOptionsCustomizer.class,
					() -> (name, options) -> name.equals("archive") ? options.withUpkeep(UpkeepOptions.NONE) : options)
			.run((context) -> {
				assertThat(context.getBean("archiveDatabase", Database.class).options().upkeep())
					.isEqualTo(UpkeepOptions.NONE);
				assertThat(context.getBean(Database.class).options().upkeep()).isEqualTo(UpkeepOptions.DEFAULT);
			});
	}

	@Test
	void refusesNamesAndFoldersThatCannotBe() {
		this.runner.withPropertyValues("fletch.databases.default.uri=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("fletch.databases.default is no name for a database"));
		this.runner.withPropertyValues("fletch.databases[../x].uri=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("fletch.databases.../x is no name for a database"));
		this.runner.withPropertyValues("fletch.databases.far.uri=s3://bucket")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("fletch.databases.far.uri: The uri 's3://bucket' has the scheme 's3:'"));
		this.runner.withPropertyValues("fletch.databases.nowhere.uri=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("fletch.databases.nowhere.uri: The uri of a database is ''"));
	}

	@Test
	void hasOnlyTheDefaultWithoutProperties() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder)
			.run((context) -> assertThat(context).hasSingleBean(Database.class));
	}

	record User(Database plain, Database archive) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		User user(Database plain, @Qualifier("archiveDatabase") Database archive) {
			return new User(plain, archive);
		}

	}

}
