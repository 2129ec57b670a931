package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every auto-configuration: it backs off without any of its classes, and
 * alone, without the beans and properties that it needs, it disturbs no application.
 */
class ConditionsTests {

	@TempDir
	private Path folder;

	static Stream<Class<?>> configurations() {
		return ImportCandidates.load(AutoConfiguration.class, ConditionsTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.fletch"))
			.map((name) -> ClassUtils.resolveClassName(name, ConditionsTests.class.getClassLoader()));
	}

	static Stream<Arguments> classes() {
		return configurations()
			.flatMap((configuration) -> Stream.of(configuration.getAnnotation(ConditionalOnClass.class))
				.flatMap((condition) -> Arrays.stream(condition.value()))
				.map((needed) -> Arguments.of(configuration, needed)));
	}

	private ApplicationContextRunner alone(Class<?> configuration) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(configuration))
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	@ParameterizedTest
	@MethodSource("classes")
	void backsOffWithoutAClassThatItNeeds(Class<?> configuration, Class<?> needed) {
		alone(configuration).withClassLoader(new FilteredClassLoader(needed))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(configuration));
	}

	@ParameterizedTest
	@MethodSource("configurations")
	void disturbsNobodyAlone(Class<?> configuration) {
		alone(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			if (needsMore(configuration)) {
				assertThat(context).doesNotHaveBean(configuration);
			}
		});
	}

	private static boolean needsMore(Class<?> configuration) {
		ConditionalOnProperty property = configuration.getAnnotation(ConditionalOnProperty.class);
		return configuration.isAnnotationPresent(ConditionalOnBean.class)
				|| configuration.isAnnotationPresent(ConditionalOnSingleCandidate.class)
				|| (property != null && !property.matchIfMissing());
	}

}
