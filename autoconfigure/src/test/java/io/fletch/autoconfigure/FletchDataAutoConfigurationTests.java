package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.stereotype.Repository;

import io.fletch.autoconfigure.repositories.Drafts;
import io.fletch.autoconfigure.repositories.Drafts.Draft;
import io.fletch.data.FletchExceptionTranslator;
import io.fletch.data.FletchTemplate;
import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.data.repository.config.EnableFletchRepositories;
import io.fletch.store.Database;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchDataAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class, FletchDataAutoConfiguration.class,
					FletchExceptionAutoConfiguration.class, FletchRepositoriesAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void offersATemplateOverTheDatabase() {
		this.runner.run((context) -> {
			FletchTemplate template = context.getBean("fletchTemplate", FletchTemplate.class);
			assertThat(template.database()).isSameAs(context.getBean(Database.class));
			assertThat(template.mappingContext()).isSameAs(context.getBean(FletchMappingContext.class));
			assertThat(template.save(new Draft(null, "a", null)).id())
				.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
			assertThat(context.getBean(PersistenceExceptionTranslator.class))
				.isInstanceOf(FletchExceptionTranslator.class);
			assertThat(context).doesNotHaveBean(Drafts.class);
		});
	}

	@Test
	void backsOffForTheBeansOfTheApplication() {
		FletchMappingContext mapping = new FletchMappingContext();
		FletchExceptionTranslator translator = new FletchExceptionTranslator();
		try (Database database = Database.open("memory:")) {
			FletchTemplate template = new FletchTemplate(database);
			this.runner.withBean("mine", FletchTemplate.class, () -> template)
				.withBean(FletchMappingContext.class, () -> mapping)
				.withBean(FletchExceptionTranslator.class, () -> translator)
				.run((context) -> {
					assertThat(context.getBean(FletchTemplate.class)).isSameAs(template);
					assertThat(context.getBean(FletchMappingContext.class)).isSameAs(mapping);
					assertThat(context.getBean(FletchExceptionTranslator.class)).isSameAs(translator);
					assertThat(context).doesNotHaveBean("fletchTemplate");
				});
		}
	}

	@Test
	void backsOffWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader(FletchTemplate.class))
			.run((context) -> assertThat(context).hasSingleBean(Database.class).doesNotHaveBean("fletchTemplate"));
	}

	@Test
	void backsOffWithSeveralDatabases() {
		try (Database one = Database.open("memory:"); Database two = Database.open("memory:")) {
			this.runner.withBean("one", Database.class, () -> one)
				.withBean("two", Database.class, () -> two)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FletchTemplate.class));
		}
	}

	@Test
	void eachNamedDatabaseHasATemplate() {
		ApplicationContextRunner named = this.runner
			.withPropertyValues("fletch.databases.archive.uri=" + this.folder.resolve("archive"));
		named.withUserConfiguration(Packaged.class).run((context) -> {
			FletchTemplate archive = context.getBean("archiveFletchTemplate", FletchTemplate.class);
			assertThat(archive.database()).isSameAs(context.getBean("archiveDatabase"));
			assertThat(context.getBean(FletchTemplate.class)).isSameAs(context.getBean("fletchTemplate"));
			archive.insert(new Draft("1", "rain", null));
			assertThat(context.getBean(Drafts.class).count()).isZero();
			assertThat(archive.count(Draft.class)).isEqualTo(1);
		});
		try (Database database = Database.open("memory:")) {
			FletchTemplate mine = new FletchTemplate(database);
			named.withBean("mine", FletchTemplate.class, () -> mine)
				.run((context) -> assertThat(context.getBean(FletchTemplate.class)).isSameAs(mine));
		}
		named.withPropertyValues("fletch.schema-mode=validate")
			.run((context) -> assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> context.getBean("archiveFletchTemplate", FletchTemplate.class).count(Other.class))
				.withMessageContaining("drafts"));
	}

	@Test
	void repositoriesCanUseTheTemplateOfANamedDatabase() {
		this.runner.withUserConfiguration(OfTheArchive.class)
			.withPropertyValues("fletch.databases.archive.uri=" + this.folder.resolve("archive"))
			.run((context) -> {
				context.getBean(Drafts.class).save(new Draft("1", "rain", null));
				assertThat(context.getBean("archiveDatabase", Database.class).tableNames()).containsExactly("drafts");
				assertThat(context.getBean(Database.class).tableNames()).isEmpty();
			});
	}

	@Test
	void translatesTheExceptionsOfClassesOverTheDatabase() {
		ApplicationContextRunner over = this.runner.withBean(Shelf.class);
		over.run((context) -> assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
			.isThrownBy(() -> context.getBean(Shelf.class).open("nothing"))
			.withCauseInstanceOf(TableNotFoundException.class)
			.withMessageContaining("nothing"));
		over.withPropertyValues("spring.persistence.exceptiontranslation.enabled=false")
			.run((context) -> assertThatExceptionOfType(TableNotFoundException.class)
				.isThrownBy(() -> context.getBean(Shelf.class).open("nothing"))
				.withMessageContaining("nothing"));
		over.withBean("own", PersistenceExceptionTranslationPostProcessor.class,
				PersistenceExceptionTranslationPostProcessor::new)
			.run((context) -> assertThat(context).hasSingleBean(PersistenceExceptionTranslationPostProcessor.class)
				.hasBean("own"));
		over.withClassLoader(new FilteredClassLoader(FletchExceptionTranslator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(PersistenceExceptionTranslationPostProcessor.class));
	}

	@Test
	void translatesThemWithSeveralDatabases() {
		try (Database one = Database.open("memory:"); Database two = Database.open("memory:")) {
			this.runner.withBean("one", Database.class, () -> one)
				.withBean("two", Database.class, () -> two)
				.withBean(Shelf.class, () -> new Shelf(two))
				.run((context) -> assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
					.isThrownBy(() -> context.getBean(Shelf.class).open("nothing"))
					.withMessageContaining("nothing"));
		}
	}

	@Test
	void repositoriesAreSwitchedOffByTheirAutoConfiguration() {
		ApplicationContextRunner automatic = new ApplicationContextRunner().withUserConfiguration(Automatic.class)
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
		automatic.run((context) -> assertThat(context).hasSingleBean(Drafts.class));
		automatic
			.withPropertyValues(
					"spring.autoconfigure.exclude=io.fletch.autoconfigure.FletchRepositoriesAutoConfiguration")
			.run((context) -> assertThat(context).hasSingleBean(FletchTemplate.class).doesNotHaveBean(Drafts.class));
	}

	@Test
	void findsTheRepositoriesOfTheApplication() {
		this.runner.withUserConfiguration(Packaged.class).run((context) -> {
			Drafts drafts = context.getBean(Drafts.class);
			drafts.save(new Draft("1", "rain", null));
			assertThat(drafts.findByText("rain")).hasSize(1);
			assertThat(context.getBean(Database.class).tableNames()).containsExactly("drafts");
		});
	}

	@Test
	void repositoriesUseTheTemplateOfTheApplication() {
		try (Database one = Database.open("memory:"); Database two = Database.open("memory:")) {
			FletchTemplate mine = new FletchTemplate(one);
			FletchTemplate other = new FletchTemplate(two);
			ApplicationContextRunner packaged = this.runner.withUserConfiguration(Packaged.class);
			packaged.withBean("mine", FletchTemplate.class, () -> mine).run((context) -> {
				context.getBean(Drafts.class).save(new Draft("1", "rain", null));
				assertThat(mine.count(Draft.class)).isEqualTo(1);
			});
			packaged.withBean("other", FletchTemplate.class, () -> other)
				.withBean("mine", FletchTemplate.class, () -> mine, (definition) -> definition.setPrimary(true))
				.run((context) -> assertThat(context.getBean(Drafts.class).count()).isEqualTo(1));
			packaged.withBean("other", FletchTemplate.class, () -> other)
				.withBean("mine", FletchTemplate.class, () -> mine)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Drafts.class));
		}
	}

	@Test
	void leavesRepositoriesToTheApplicationThatSwitchesThemOn() {
		this.runner.withUserConfiguration(Enabling.class)
			.run((context) -> assertThat(context).hasSingleBean(Drafts.class));
	}

	@Test
	void hasNoRepositoriesWithoutATemplate() {
		this.runner.withUserConfiguration(Packaged.class)
			.withClassLoader(new FilteredClassLoader(Database.class))
			.run((context) -> assertThat(context).doesNotHaveBean(Drafts.class));
	}

	@Test
	void createsValidatesAndUpdatesTables() {
		ApplicationContextRunner packaged = this.runner.withUserConfiguration(Packaged.class);
		packaged.withPropertyValues("fletch.schema-mode=validate").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReport.of(context.getStartupFailure())).contains("A table is missing:", "drafts",
					"fletch.schema-mode=create");
		});
		try (Database database = Database.open(this.folder.resolve("data"))) {
			database.table(Older.class).add(List.of(new Older("1", "rain")));
		}
		for (String mode : List.of("validate", "create")) {
			packaged.withPropertyValues("fletch.schema-mode=" + mode).run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureReport.of(context.getStartupFailure())).isEqualTo("""
						The table 'drafts' does not have the columns of the record %s:

						  column  the record needs  the table has
						  note    Utf8              no such column
						Set fletch.schema-mode=update to add these columns; those of rows that are there must be able \
						to be null, so mark their components with @Nullable.""".replace("%s", Draft.class.getName()));
			});
		}
		packaged.withPropertyValues("fletch.schema-mode=update")
			.run((context) -> assertThat(context.getBean(Drafts.class).findAll())
				.containsExactly(new Draft("1", "rain", null)));
		packaged.withPropertyValues("fletch.schema-mode=validate").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void explainsEveryColumnThatDiffers() {
		try (Database database = Database.open(this.folder.resolve("data"))) {
			database.table(Other.class);
		}
		this.runner.withUserConfiguration(Packaged.class)
			.withPropertyValues("fletch.schema-mode=update")
			.run((context) -> assertThat(FailureReport.of(context.getStartupFailure())).contains("""
					  column  the record needs   the table has
					  text    Utf8 not null      Int(32, true) not null
					  more    no such component  Bool not null
					""").contains("a column is never dropped"));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Drafts.class)
	static class Packaged {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Automatic {

	}

	@Repository
	static class Shelf {

		private final Database database;

		Shelf(Database database) {
			this.database = database;
		}

		io.fletch.store.Table open(String name) {
			return this.database.openTable(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchRepositories(basePackageClasses = Drafts.class)
	static class Enabling extends Packaged {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchRepositories(basePackageClasses = Drafts.class, fletchTemplateRef = "archiveFletchTemplate")
	static class OfTheArchive {

	}

	@Table("drafts")
	record Older(@Id String id, String text) {
	}

	@Table("drafts")
	record Other(@Id String id, int text, @Nullable String note, boolean more) {
	}

}
