package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchSpringAiAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchSpringAiAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void offersTheDefaultFunctionWhereThereIsNoModel() {
		LetterCounts letters = new LetterCounts("letters");
		this.runner.withBean("letters", LetterCounts.class, () -> letters)
			.withPropertyValues("fletch.embedding.default-function=" + letters.name())
			.run((context) -> assertThat(context.getBean(EmbeddingModel.class).embed("abc"))
				.isEqualTo(letters.embedQuery("abc")));
	}

	@Test
	void everyModelIsAFunctionUnderTheNameOfItsBean() {
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withBean("others", EmbeddingModel.class, Ones::new)
			.run((context) -> {
				EmbeddingFunctionRegistry registry = context.getBean(EmbeddingFunctionRegistry.class);
				assertThat(context).doesNotHaveBean(FletchEmbeddingModel.class);
				assertThat(registry.aliases()).contains("ones", "others");
				assertThat(registry.get("ones").embedQuery("a")).containsExactly(1, 1);
			});
	}

	@Test
	void aModelMayDependOnTheRegistry() {
		this.runner.withUserConfiguration(OwnModel.class).run((context) -> {
			assertThat(context.getBean(EmbeddingModel.class).embed("abc")).hasSize(384);
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> context.getBean(EmbeddingFunctionRegistry.class).get("own"))
				.withMessageStartingWith("The bean 'own' is an embedding function as a framework's model");
		});
	}

	@Test
	void aModelCanBeTheDefault() {
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withPropertyValues("fletch.embedding.default-function=ones")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).defaultAlias())
				.isEqualTo("ones"));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(FletchEmbeddingModel.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchSpringAiEmbeddingModel"));
	}

	@Test
	void backsOffWithoutSpringAi() {
		this.runner.withClassLoader(new FilteredClassLoader(EmbeddingModel.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchSpringAiEmbeddingModel"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		EmbeddingModel own(EmbeddingFunctionRegistry registry) {
			return new FletchEmbeddingModel(registry.get("all-minilm-l6-v2"));
		}

	}

	/**
	 * A model of two dimensions.
	 */
	private static final class Ones implements EmbeddingModel {

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			List<Embedding> all = new ArrayList<>();
			for (int i = 0; i < request.getInstructions().size(); i++) {
				all.add(new Embedding(new float[] { 1, 1 }, i));
			}
			return new EmbeddingResponse(all);
		}

		@Override
		public float[] embed(Document document) {
			return new float[] { 1, 1 };
		}

	}

}
