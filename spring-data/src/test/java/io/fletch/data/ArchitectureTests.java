package io.fletch.data;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

	private static final JavaClasses DATA = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.data");

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices()
			.matching("io.fletch.(**)")
			.should()
			.beFreeOfCycles()
			.because("a package in a cycle cannot be read, tested or replaced alone")
			.check(DATA);
	}

	@Test
	void usesPublishedPackagesOfTheStoreOnly() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.fletch.store.data..", "io.fletch.store.scan..", "io.fletch.store.expression..",
					"io.fletch.store.index..", "io.fletch.store.table..", "io.fletch.store.io..", "org.apache.arrow..")
			.because("those are the store's own")
			.check(DATA);
	}

	@Test
	void knowsNoBoot() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.because("repositories are used without Spring Boot, too")
			.check(DATA);
	}

}
