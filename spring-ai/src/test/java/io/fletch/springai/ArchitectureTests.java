package io.fletch.springai;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.springai");

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices()
			.matching("io.fletch.springai.(**)")
			.should()
			.beFreeOfCycles()
			.because("a package in a cycle cannot be read, tested or replaced alone")
			.check(classes);
	}

	@Test
	void theVectorStoreNeedsNoStages() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage("io.fletch.springai.vectorstore", "io.fletch.springai.memory")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.fletch.context..")
			.because("applications without the stages have a vector store, too")
			.check(classes);
	}

}
