package io.fletch.context;

import java.lang.annotation.Annotation;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final Class<? extends Annotation> NULLNESS = NullMarked.class;

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.context");

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices()
			.matching("io.fletch.context.(*)..")
			.should()
			.beFreeOfCycles()
			.because("a package must be understood without those that use it")
			.check(CLASSES);
	}

	@Test
	void knowsNoSpringAndNothingOfWhatTheStoreIsMadeOf() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "org.apache.lucene..", "org.apache.arrow..",
					"io.fletch.store.data..", "io.fletch.store.scan..", "io.fletch.store.expression..",
					"io.fletch.store.index..", "io.fletch.store.table..", "io.fletch.store.io..",
					"io.fletch.embeddings..")
			.because("the stages work without Spring, on any store with the same door")
			.check(CLASSES);
	}

	@Test
	void readingSplittingAndWindowsStandAlone() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage("io.fletch.context.reading..", "io.fletch.context.splitting..",
					"io.fletch.context.window..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.fletch.store", "io.fletch.store.mapping..", "io.fletch.store.query..")
			.because("they are of use without a store, though some ask an embedding function")
			.check(CLASSES);
	}

	@Test
	void everyPackageSaysWhatMayBeNull() {
		for (JavaPackage each : CLASSES.getPackage("io.fletch.context").getSubpackagesInTree()) {
			if (!each.getClasses().isEmpty()) {
				assertThat(each.isAnnotatedWith(NULLNESS)).as(each.getName()).isTrue();
			}
		}
	}

}
