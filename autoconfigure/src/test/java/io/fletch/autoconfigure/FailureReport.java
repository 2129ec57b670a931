package io.fletch.autoconfigure;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What the registered failure analyzers say about a failed start.
 */
final class FailureReport {

	private FailureReport() {
	}

	static String of(Throwable failure) {
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader
			.forResourceLocation(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION)
			.load(FailureAnalyzer.class, (factory, type, problem) -> {
				// Analyzers that want a bean factory are Spring Boot's own.
			});
		return analyzers.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.fletch"))
			.map((analyzer) -> text(analyzer.analyze(failure)))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("not analysed");
	}

	private static @Nullable String text(@Nullable FailureAnalysis analysis) {
		return (analysis != null) ? analysis.getDescription() + "\n" + analysis.getAction() : null;
	}

}
