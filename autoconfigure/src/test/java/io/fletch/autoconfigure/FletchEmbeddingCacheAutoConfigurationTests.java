package io.fletch.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.fletch.embeddings.cache.CachedEmbeddingFunction;
import io.fletch.embeddings.cache.EmbeddingCache;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class FletchEmbeddingCacheAutoConfigurationTests {

	private static final String ENABLED = "fletch.embedding.cache.enabled=true";

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchEmbeddingCacheAutoConfiguration.class))
			.withBean("letters", LetterCounts.class, () -> new LetterCounts("letters"))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"));
	}

	@Test
	void isOffUnlessItIsEnabled() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(EmbeddingCache.class);
			assertThat(function(context)).isInstanceOf(LetterCounts.class);
		});
	}

	@Test
	void everyFunctionLooksIntoItFirst() {
		this.runner.withPropertyValues(ENABLED).run((context) -> {
			EmbeddingFunction function = function(context);
			assertThat(function).isInstanceOf(CachedEmbeddingFunction.class);
			assertThat(function.embedQuery("abc")).isEqualTo(function.embedQuery("abc"));
			assertThat(context.getBean(EmbeddingCache.class).statistics().hits()).isEqualTo(1);
			assertThat(this.folder.resolve("data/embedding-cache")).isNotEmptyDirectory();
		});
	}

	@Test
	void isWhereThePropertySays() {
		this.runner.withPropertyValues(ENABLED, "fletch.embedding.cache.directory=" + this.folder.resolve("vectors"))
			.run((context) -> {
				function(context).embedQuery("abc");
				assertThat(this.folder.resolve("vectors")).isNotEmptyDirectory();
			});
	}

	@Test
	void wantsAFolderWhereTheTablesHaveNone() {
		this.runner.withPropertyValues(ENABLED, "fletch.uri=memory:")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The cache of vectors has no folder, as fletch.uri is 'memory:'; set "
						+ "fletch.embedding.cache.directory"));
		this.runner
			.withPropertyValues(ENABLED, "fletch.uri=memory:",
					"fletch.embedding.cache.directory=" + this.folder.resolve("vectors"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesABoundThatIsTooSmall() {
		this.runner.withPropertyValues(ENABLED, "fletch.embedding.cache.max-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("allow at least 65536"));
	}

	@Test
	void backsOffForACacheOfTheUser() {
		this.runner.withPropertyValues(ENABLED)
			.withBean("mine", EmbeddingCache.class, () -> EmbeddingCache.open(this.folder.resolve("mine"), 1 << 20))
			.run((context) -> assertThat(context).hasSingleBean(EmbeddingCache.class).hasBean("mine"));
	}

	@Test
	void backsOffWithoutTheModuleOfFunctions() {
		this.runner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(EmbeddingCache.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchEmbeddingCache"));
	}

	private static EmbeddingFunction function(ApplicationContext context) {
		return context.getBean(EmbeddingFunctionRegistry.class).get(context.getBean(LetterCounts.class).name());
	}

}
