package io.fletch.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.UpkeepOptions;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionFactory;
import io.fletch.store.embedding.EmbeddingFunctionInfo;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void opensADatabaseInTheConfiguredFolder() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Database.class).hasBean("fletchDatabase");
			assertThat(context.getBean(Database.class).directory()).isEqualTo(this.folder.resolve("data"));
			assertThat(context.getBean(Database.class).functions())
				.isSameAs(context.getBean(EmbeddingFunctionRegistry.class));
		});
	}

	@Test
	void takesAFileUri() {
		this.runner.withPropertyValues("fletch.uri=" + this.folder.resolve("by-uri").toUri()).run((context) -> {
			assertThat(context.getBean(Database.class).directory()).isEqualTo(this.folder.resolve("by-uri"));
			assertThat(this.folder.resolve("by-uri")).isDirectory();
		});
	}

	@Test
	void explainsAFolderThatIsAFile() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		this.runner.withPropertyValues("fletch.uri=" + file)
			.run((context) -> assertThat(FailureReport.of(context.getStartupFailure())).startsWith(
					"'" + file + "' is a file, and a database is a folder; give the path of a folder\nChange "));
	}

	@Test
	void theUriMeansWhatItMeansToTheStore() {
		this.runner.withPropertyValues("fletch.uri=memory:").run((context) -> {
			assertThat(context.getBean(Database.class).uri()).isEqualTo("memory:");
			assertThat(Path.of("memory:")).doesNotExist();
		});
		String home = System.getProperty("user.home");
		System.setProperty("user.home", this.folder.toString());
		try {
			this.runner.withPropertyValues("fletch.uri=~/mine", "fletch.databases.archive.uri=~/archive")
				.run((context) -> {
					assertThat(context.getBean(Database.class).directory()).isEqualTo(this.folder.resolve("mine"));
					assertThat(context.getBean("archiveDatabase", Database.class).directory())
						.isEqualTo(this.folder.resolve("archive"));
				});
		}
		finally {
			System.setProperty("user.home", home);
		}
	}

	@Test
	void refusesAUriThatIsNoFolder() {
		for (String uri : List.of("s3://bucket/data", "file:data", "memory:named")) {
			this.runner.withPropertyValues("fletch.uri=" + uri)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(IllegalArgumentException.class)
					.hasMessageStartingWith("fletch.uri: The uri '" + uri + "'"));
		}
		this.runner.withPropertyValues("fletch.uri= ")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("fletch.uri: The uri of a database is '"));
	}

	@Test
	void theApplicationCanOpenADatabaseOfItsOwnAsOursAre() {
		this.runner.withUserConfiguration(SeveralStoresTests.OwnDatabase.class)
			.withBean("mini", EmbeddingFunctionRegistryCustomizer.class,
					() -> (registry) -> registry.alias("mini", "my-letters"))
			.withBean(DatabaseOptionsCustomizer.class,
					() -> (name, options) -> name.equals("letters") ? options.withUpkeep(UpkeepOptions.NONE) : options)
			.run((context) -> {
				Database letters = context.getBean(Database.class);
				assertThat(letters.uri()).isEqualTo("memory:");
				assertThat(letters.functions()).isSameAs(context.getBean(EmbeddingFunctionRegistry.class));
				assertThat(letters.functions().aliases()).containsExactly("mini", "my-letters");
				assertThat(letters.options().upkeep()).isEqualTo(UpkeepOptions.NONE);
				assertThat(context.getBean(Databases.class).all()).containsOnlyKeys("letters");
			});
	}

	@Test
	void aChildContextHasWhatItsParentHas() {
		this.runner.run((parent) -> this.runner.withParent(parent).run((child) -> {
			assertThat(child).hasNotFailed();
			assertThat(child.containsLocalBean("fletchDatabase")).isFalse();
			assertThat(child.getBean(Databases.class)).isSameAs(parent.getBean(Databases.class));
			assertThat(child.getBean(DatabaseLifecycle.class)).isSameAs(parent.getBean(DatabaseLifecycle.class));
		}));
	}

	@Test
	void registersTheFunctionsThatPropertiesName() {
		this.runner
			.withPropertyValues("fletch.embedding.functions.notes.type=ollama",
					"fletch.embedding.functions.notes.options.model=nomic-embed-text",
					"fletch.embedding.default-function=notes")
			.run((context) -> {
				EmbeddingFunctionRegistry registry = context.getBean(EmbeddingFunctionRegistry.class);
				assertThat(registry.defaultAlias()).isEqualTo("notes");
				assertThat(registry.list()).filteredOn((function) -> function.name().equals("notes"))
					.singleElement()
					.satisfies((function) -> assertThat(function.type()).isEqualTo("ollama"));
			});
	}

	@Test
	void refusesAnOptionThatTheFunctionHasNot() {
		this.runner
			.withPropertyValues("fletch.embedding.functions.notes.type=ollama",
					"fletch.embedding.functions.notes.options.modell=nomic-embed-text")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("has no option 'modell'"));
	}

	@Test
	void loadsTheFunctionsAtStartUpWhereTheApplicationAsksForIt() {
		this.runner.withPropertyValues("fletch.embedding.load-on-startup=true")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).list())
				.filteredOn(EmbeddingFunctionInfo::isLoaded)
				.extracting(EmbeddingFunctionInfo::name)
				.containsExactly(AllMiniLmL6V2.ALIAS));
	}

	@Test
	void explainsAModelThatIsMissingAtStartUp() {
		String model = this.folder.resolve("no-model").toString();
		ApplicationContextRunner missing = this.runner.withPropertyValues(
				"fletch.embedding.functions.manuals.type=sentence-transformers",
				"fletch.embedding.functions.manuals.options.model=" + model,
				"fletch.embedding.functions.manuals.options.offline=true");
		missing.run((context) -> assertThat(context).hasNotFailed());
		missing.withPropertyValues("fletch.embedding.load-on-startup=true").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureReport.of(context.getStartupFailure())).contains("An embedding function cannot be used",
					model, "fletch.embedding.load-on-startup=false");
		});
	}

	@Test
	void explainsAFunctionWithoutAType() {
		this.runner.withPropertyValues("fletch.embedding.functions.notes.options.model=m")
			.run((context) -> assertThat(FailureReport.of(context.getStartupFailure()))
				.contains("fletch.embedding.functions.notes.type must be given; known are all-minilm-l6-v2"));
	}

	@Test
	void theOnlyFunctionOfTheApplicationIsTheDefault() {
		this.runner.withUserConfiguration(OneFunction.class).run((context) -> {
			EmbeddingFunctionRegistry registry = context.getBean(EmbeddingFunctionRegistry.class);
			assertThat(registry.defaultAlias()).isEqualTo("letters");
			assertThat(context.getBean(EmbeddingFunction.class).name()).isEqualTo("letters");
		});
	}

	@Test
	void propertiesCanNameATypeOfTheApplication() {
		this.runner
			.withBean("factory", EmbeddingFunctionFactory.class,
					() -> new EmbeddingModelBean("counts", () -> new LetterCounts("letters")))
			.withPropertyValues("fletch.embedding.functions.mine.type=counts")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).get("mine").embedQuery("abc"))
				.isEqualTo(new LetterCounts("letters").embedQuery("abc")));
	}

	@Test
	void aCustomizerChangesTheRegistry() {
		this.runner
			.withBean(EmbeddingFunctionRegistryCustomizer.class,
					() -> (registry) -> registry.alias("mini", AllMiniLmL6V2.ALIAS))
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).aliases()).contains("mini"));
	}

	@Test
	void hasTheBundledFunctionAsDefault() {
		this.runner.run((context) -> {
			assertThat(context.getBean(EmbeddingFunctionRegistry.class).defaultAlias()).isEqualTo(AllMiniLmL6V2.ALIAS);
			assertThat(context.getBean("fletchEmbeddingFunction", EmbeddingFunction.class).name())
				.isEqualTo(AllMiniLmL6V2.ALIAS);
		});
	}

	@Test
	void bundledFunctionIsTheOneThatTheEmbeddingsModuleOffers() {
		assertThat(FletchProperties.Embedding.BUNDLED_FUNCTION).isEqualTo(AllMiniLmL6V2.ALIAS);
	}

	@Test
	void embedsByTheDefaultFunction() {
		this.runner.run((context) -> {
			EmbeddingFunction function = context.getBean(EmbeddingFunction.class);
			assertThat(function.dimensions()).isEqualTo(384);
			assertThat(function.embedQuery("Rain.")).containsExactly(
					context.getBean(EmbeddingFunctionRegistry.class).get("all-minilm-l6-v2").embedQuery("Rain."));
		});
	}

	@Test
	void registersEveryFunctionBean() {
		this.runner.withUserConfiguration(TwoFunctions.class).run((context) -> {
			EmbeddingFunctionRegistry registry = context.getBean(EmbeddingFunctionRegistry.class);
			assertThat(registry.aliases()).contains("all-minilm-l6-v2", "letters", "more-letters");
			assertThat(registry.get("letters")).isSameAs(context.getBean("lettersFunction"));
			assertThat(context).doesNotHaveBean("fletchEmbeddingFunction");
		});
	}

	@Test
	void takesTheDefaultFunctionFromTheProperty() {
		this.runner.withUserConfiguration(TwoFunctions.class)
			.withPropertyValues("fletch.embedding.default-function=letters")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).defaultAlias())
				.isEqualTo("letters"));
	}

	@Test
	void takesTheOnlyFunctionWhereTheBundledOneIsAbsent() {
		this.runner.withUserConfiguration(OneFunction.class)
			.withClassLoader(new FilteredClassLoader(services()))
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).defaultAlias())
				.isEqualTo("letters"));
	}

	@Test
	void explainsWhichOfSeveralFunctionsCouldBeTheDefault() {
		this.runner.withUserConfiguration(TwoFunctions.class)
			.withClassLoader(new FilteredClassLoader(services()))
			.withPropertyValues("fletch.embedding.default-function=leters")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(FailureReport.of(context.getStartupFailure())).isEqualTo("""
						fletch.embedding.default-function is 'leters', but known are only: letters, more-letters.
						Set fletch.embedding.default-function to one of letters, more-letters, or \
						define a bean of type EmbeddingFunction with that name, or add the module that offers it.""");
			});
	}

	@Test
	void opensADatabaseWithoutAnyFunction() {
		this.runner.withClassLoader(new FilteredClassLoader(services())).run((context) -> {
			assertThat(context).hasSingleBean(Database.class);
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> context.getBean(EmbeddingFunction.class).name())
				.withMessageStartingWith("No default embedding function");
		});
	}

	@Test
	void backsOffForTheBeansOfTheApplication() {
		try (EmbeddingFunctionRegistry registry = new EmbeddingFunctionRegistry();
				Database database = Database.open(this.folder.resolve("mine"), registry)) {
			this.runner.withBean("myRegistry", EmbeddingFunctionRegistry.class, () -> registry)
				.withBean("myDatabase", Database.class, () -> database)
				.run((context) -> {
					assertThat(context.getBean(EmbeddingFunctionRegistry.class)).isSameAs(registry);
					assertThat(context.getBean(Database.class)).isSameAs(database);
					assertThat(this.folder.resolve("data")).doesNotExist();
				});
		}
	}

	@Test
	void backsOffWithoutTheStore() {
		this.runner.withClassLoader(new FilteredClassLoader(Database.class))
			.run((context) -> assertThat(context).doesNotHaveBean("fletchDatabase")
				.doesNotHaveBean("fletchEmbeddingFunctions"));
	}

	@Test
	void closesTheDatabaseAndKeepsItsRows() {
		this.runner.withUserConfiguration(OneFunction.class)
			.withPropertyValues("fletch.embedding.default-function=letters")
			.run((context) -> context.getBean(Database.class)
				.table(Note.class)
				.add(List.of(new Note("1", "abba", null), new Note("2", "zoo", null))));
		this.runner.withUserConfiguration(OneFunction.class)
			.withPropertyValues("fletch.embedding.default-function=letters")
			.run((context) -> {
				Database database = context.getBean(Database.class);
				TypedTable<Note> notes = database.table(Note.class);
				assertThat(notes.search("baab").limit(1).rows()).extracting(Note::id).containsExactly("1");
				assertThat(notes.countRows("id = :id", Map.of("id", "2"))).isEqualTo(1);
				context.getSourceApplicationContext().close();
				assertThatExceptionOfType(StoreException.class).isThrownBy(() -> database.table(Note.class))
					.withMessageEndingWith("is closed");
			});
		assertThat(this.folder.resolve("data")).isNotEmptyDirectory();
	}

	private static ClassPathResource services() {
		return new ClassPathResource("META-INF/services/io.fletch.store.embedding.EmbeddingFunctionFactory");
	}

	@Table("notes")
	record Note(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector) {
	}

	@Configuration(proxyBeanMethods = false)
	static class OneFunction {

		@Bean
		LetterCounts lettersFunction() {
			return new LetterCounts("letters");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFunctions extends OneFunction {

		@Bean
		EmbeddingFunction moreLettersFunction() {
			return new LetterCounts("more-letters");
		}

	}

}
