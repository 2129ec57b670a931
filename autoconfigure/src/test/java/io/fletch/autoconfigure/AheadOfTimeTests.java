package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is prepared ahead of time.
 */
class AheadOfTimeTests {

	@TempDir
	private Path folder;

	private void configure(GenericApplicationContext context) {
		TestPropertyValues
			.of("fletch.uri=" + this.folder.resolve("main"),
					"fletch.databases.archive.uri=" + this.folder.resolve("archive"))
			.applyTo(context);
	}

	private TestGenerationContext prepared(Class<?>... more) {
		TestGenerationContext generation = new TestGenerationContext();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			configure(context);
			AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(context);
			reader.register(AutoConfigurations.getClasses(AutoConfigurations.of(FletchAutoConfiguration.class)));
			reader.register(UserConfigurations.getClasses(UserConfigurations.of(more)));
			AutoConfigurationPackages.register(context, AheadOfTimeTests.class.getPackageName());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation;
	}

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void startsFromWhatWasGenerated() {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer;
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			configure(context);
			new AnnotatedBeanDefinitionReader(context).register(FletchAutoConfiguration.class);
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				configure(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName())
					.initialize(context);
				context.refresh();
				assertThat(context.getBean(Database.class).directory()).isEqualTo(this.folder.resolve("main"));
				assertThat(context.getBean("archiveDatabase", Database.class).directory())
					.isEqualTo(this.folder.resolve("archive"));
				context.getBean(Database.class).table(Note.class).add(List.of(new Note("1", new Place("here"), null)));
				assertThat(context.getBean(EmbeddingFunctionRegistry.class).aliases()).contains("all-minilm-l6-v2");
			}
		});
	}

	@Test
	void keepsTheRecordsOfTables() {
		RuntimeHints hints = prepared(Nothing.class).getRuntimeHints();
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Note.class)
			.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Place.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Colour.class)).accepts(hints);
	}

	@Test
	void keepsTheFilesOfTheBundledModel() {
		RuntimeHints hints = new RuntimeHints();
		new FletchRuntimeHints().registerHints(hints, null);
		for (String file : List.of("all-minilm-l6-v2-q.onnx", "all-minilm-l6-v2-q-tokenizer.json")) {
			assertThat(getClass().getResource("/" + file)).as(file).isNotNull();
			assertThat(RuntimeHintsPredicates.resource().forResource(file)).accepts(hints);
		}
	}

	@Table("notes")
	record Note(@Id String id, Place place, @Nullable List<Colour> colours) {
	}

	record Place(String name) {
	}

	enum Colour {

		RED

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
