package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.langchain4j.FletchScoringModel;
import io.fletch.langchain4j.ScoringModelReranker;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchScoringModelAutoConfigurationTests {

	private static final ScoringModel LENGTHS = (segments, query) -> Response
		.from(segments.stream().map((segment) -> (double) segment.text().length()).toList());

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class, FletchScoringModelAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	@Test
	void offersTheRerankerOfTheApplication() {
		this.runner.withBean("lengths", Reranker.class, () -> new ScoringModelReranker("lengths", LENGTHS))
			.run((context) -> assertThat(context.getBean(ScoringModel.class).score("abc", "long?").content())
				.isEqualTo(3));
	}

	@Test
	void offersTheRerankerOfTheProperty() {
		this.runner.withPropertyValues("fletch.reranker=rrf").run((context) -> {
			ScoringModel model = context.getBean(ScoringModel.class);
			assertThat(model).isInstanceOf(FletchScoringModel.class);
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> model.score("abc", "long?"))
				.withMessageContaining("The reranker 'rrf' judges by ranks and scores");
		});
	}

	@Test
	void offersNoneWhereNobodyChoseAReranker() {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(Reranker.class).doesNotHaveBean(ScoringModel.class));
	}

	@Test
	void backsOffForAScoringModelOfTheApplication() {
		this.runner.withBean("mine", ScoringModel.class, () -> LENGTHS)
			.withPropertyValues("fletch.reranker=rrf")
			.run((context) -> assertThat(context.getBean(ScoringModel.class)).isSameAs(LENGTHS));
	}

	@Test
	void backsOffWhereAClassIsAbsent() {
		ApplicationContextRunner chosen = this.runner.withPropertyValues("fletch.reranker=rrf");
		for (Class<?> absent : List.of(ScoringModel.class, FletchScoringModel.class, Rerankers.class)) {
			chosen.withClassLoader(new FilteredClassLoader(absent))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("fletchScoringModel"));
		}
	}

}
