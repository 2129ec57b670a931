package io.fletch.benchmarks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

	private static final JavaClasses BENCHMARKS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.benchmarks");

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("io.fletch.benchmarks.(**)").should().beFreeOfCycles().check(BENCHMARKS);
	}

	@Test
	void theStoreIsUsedAsAnApplicationUsesIt() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("io.fletch.benchmarks.search")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.fletch.store.io..", "io.fletch.store.data..", "io.fletch.store.table..",
					"io.fletch.store.scan..", "io.fletch.store.expression..", "io.fletch.store.index.*..")
			.because("what is measured is the public API, but for indexes below the tables")
			.check(BENCHMARKS);
	}

}
