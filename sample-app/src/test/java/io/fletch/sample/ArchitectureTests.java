package io.fletch.sample;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rules of the architecture over every module, and a broken fixture for each rule
 * that shows that it would be noticed.
 */
class ArchitectureTests {

	private static final JavaClasses everything = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch");

	private static final JavaClasses broken = new ClassFileImporter().importPackages("io.fletch.context.broken");

	@Test
	void seesEveryModule() {
		assertThat(everything).extracting((type) -> type.getPackageName().split("\\.")[2])
			.contains("store", "embeddings", "rerankers", "context", "springai", "langchain4j", "autoconfigure",
					"sample");
	}

	@ParameterizedTest
	@EnumSource
	void isKept(Rule rule) {
		rule.rule.check(everything);
	}

	@ParameterizedTest
	@EnumSource
	void isSeenToBeBroken(Rule rule) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.rule.check(broken))
			.withMessageContaining(rule.culprit);
	}

	/**
	 * A rule, and the name that its report about the broken fixture must hold.
	 */
	enum Rule {

		INTERNALS_OF_THE_STORE(ArchitectureRules.internalsOfTheStoreStayInside(), "PeeksIntoTheStore"),

		SPRING(ArchitectureRules.springStaysOnTop(), "KnowsSpring"),

		SEARCH_LIBRARIES(ArchitectureRules.luceneAndArrowStayInTheStore(), "KnowsLucene"),

		MODULES(ArchitectureRules.modulesPointDownwards(), "KnowsTheSample"),

		CYCLES(ArchitectureRules.packagesAreFreeOfCycles(), "io.fletch.context.broken.left"),

		NULLNESS(ArchitectureRules.packagesSayWhatMayBeNull(), "io.fletch.context.broken.left");

		private final ArchRule rule;

		private final String culprit;

		Rule(ArchRule rule, String culprit) {
			this.rule = rule;
			this.culprit = culprit;
		}

	}

}
