package io.fletch.store;

import java.util.List;
import java.util.Map;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ArchitectureTests {

	private static final JavaClasses STORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.store");

	private static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
		.matching("io.fletch.store.(**)")
		.should()
		.beFreeOfCycles()
		.because("a package that answers one question does not need the one that asks it");

	@Test
	void packagesAreFreeOfCycles() {
		NO_CYCLES.check(STORE);
	}

	@Test
	void theRuleOnCyclesFailsForABrokenFixture() {
		JavaClasses broken = new ClassFileImporter().importPackages("io.fletch.store.broken");
		ArchRule rule = SlicesRuleDefinition.slices().matching("io.fletch.store.broken.(*)").should().beFreeOfCycles();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(broken))
			.withMessageContaining("Cycle detected");
	}

	@Test
	void theDoorIsImportedByNobodyInside() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("io.fletch.store.(**)")
			.and()
			.resideOutsideOfPackage("io.fletch.store")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.fletch.store")
			.because("the door stands on top")
			.check(STORE);
	}

	@Test
	void valuesAndFilesDependOnNothingOfOursButErrorsAndColumnNames() {
		for (String leaf : new String[] { "query", "embedding", "error", "io", "record" }) {
			ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage("io.fletch.store." + leaf)
				.should()
				.dependOnClassesThat(DescribedPredicate.describe("are in another package of ours",
						(type) -> type.getPackageName().startsWith("io.fletch")
								&& !type.getPackageName().equals("io.fletch.store." + leaf)
								&& !type.getPackageName().equals("io.fletch.store.error")
								&& !(leaf.equals("query") && type.getPackageName().equals("io.fletch.store.record"))))
				.because("these packages stand at the bottom")
				.check(STORE);
		}
	}

	@Test
	void formatsAndExpressionsDependDownwardsOnly() {
		Map<String, List<String>> allowed = Map.ofEntries(Map.entry("data.value", List.of("error")),
				Map.entry("data.buffer", List.of("error")), Map.entry("data.blob", List.of("error", "io")),
				Map.entry("data.column", List.of("error", "record", "data.value", "data.buffer", "data.blob")),
				Map.entry("data.schema", List.of("error", "data.column")),
				Map.entry("data",
						List.of("error", "io", "data.value", "data.buffer", "data.blob", "data.column", "data.schema")),
				Map.entry("expression", List.of("error", "query")),
				Map.entry("expression.function", List.of("error", "query", "expression")),
				Map.entry("expression.parse", List.of("error", "query", "expression", "expression.function")),
				Map.entry("expression.evaluate", List.of("error", "query", "expression", "expression.function",
						"expression.parse", "data", "data.column", "data.buffer")));
		allowed.forEach((name, below) -> ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("io.fletch.store." + name)
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are neither in this package nor in " + below,
					(type) -> type.getPackageName().startsWith("io.fletch.store")
							&& !type.getPackageName().equals("io.fletch.store." + name)
							&& below.stream()
								.noneMatch((other) -> type.getPackageName().equals("io.fletch.store." + other))))
			.because("what lies below must not know what is built on it")
			.check(STORE));
	}

	@Test
	void luceneIsUsedInTheTextIndexOnly() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("io.fletch.store.index.text")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.apache.lucene..")
			.because("a change of Lucene must touch one package")
			.check(STORE);
	}

	@Test
	void springIsUsedNowhere() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.because("the store is a library of its own")
			.check(STORE);
	}

	@Test
	void everyPackageSaysWhatMayBeNull() {
		for (JavaPackage javaPackage : STORE.getPackage("io.fletch.store").getSubpackagesInTree()) {
			if (!javaPackage.getClasses().isEmpty()) {
				assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(javaPackage.getName()).isTrue();
			}
		}
	}

}
