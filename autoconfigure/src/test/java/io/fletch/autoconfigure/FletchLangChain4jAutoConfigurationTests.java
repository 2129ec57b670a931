package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.langchain4j.FletchEmbeddingModel;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class FletchLangChain4jAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchLangChain4jAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void offersTheDefaultFunctionWhereThereIsNoModel() {
		LetterCounts letters = new LetterCounts("letters");
		this.runner.withBean("letters", LetterCounts.class, () -> letters)
			.withPropertyValues("fletch.embedding.default-function=" + letters.name())
			.run((context) -> assertThat(context.getBean(EmbeddingModel.class).embed("abc").content().vector())
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
	void aModelCanBeTheDefault() {
		this.runner.withBean("ones", EmbeddingModel.class, Ones::new)
			.withPropertyValues("fletch.embedding.default-function=ones")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).defaultAlias())
				.isEqualTo("ones"));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader(FletchEmbeddingModel.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchLangChain4jEmbeddingModel"));
	}

	@Test
	void backsOffWithoutLangChain4j() {
		this.runner.withClassLoader(new FilteredClassLoader(EmbeddingModel.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchLangChain4jEmbeddingModel"));
	}

	/**
	 * A model of two dimensions.
	 */
	private static final class Ones implements EmbeddingModel {

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			return Response.from(segments.stream().map((segment) -> Embedding.from(new float[] { 1, 1 })).toList());
		}

	}

}
