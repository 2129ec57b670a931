package io.fletch.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.fletch.autoconfigure.broken.BrokenAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final ArchRule FINAL = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.because("an auto-configuration is named by applications, never extended");

	private static final ArchRule NO_PUBLIC_METHOD = ArchRuleDefinition.methods()
		.that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.because("only the container calls an auto-configuration");

	private static final ArchRule NO_PUBLIC_FIELD = ArchRuleDefinition.fields()
		.that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.because("only the container looks into an auto-configuration")
		.allowEmptyShould(true);

	private static final ArchRule PACKAGE_PRIVATE_BEANS = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate()
		.because("a bean method is no API");

	private static final ArchRule PUBLISHED_PACKAGES_ONLY = ArchRuleDefinition.noClasses()
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.fletch.store.data..", "io.fletch.store.scan..", "io.fletch.store.expression..",
				"io.fletch.store.index..", "io.fletch.store.table..", "io.fletch.store.io..")
		.because("those are the store's own");

	private final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.fletch.autoconfigure");

	private final JavaClasses broken = new ClassFileImporter().importClasses(BrokenAutoConfiguration.class);

	@Test
	void autoConfigurationsAreFinalWithoutPublicMembers() {
		FINAL.check(this.classes);
		NO_PUBLIC_METHOD.check(this.classes);
		NO_PUBLIC_FIELD.check(this.classes);
		PACKAGE_PRIVATE_BEANS.check(this.classes);
	}

	@Test
	void usesPublishedPackagesOfTheStoreOnly() {
		PUBLISHED_PACKAGES_ONLY.check(this.classes);
	}

	@Test
	void rulesFailWhereTheyAreBroken() {
		assertThat(FINAL.evaluate(this.broken).hasViolation()).isTrue();
		assertThat(NO_PUBLIC_METHOD.evaluate(this.broken).hasViolation()).isTrue();
		assertThat(NO_PUBLIC_FIELD.evaluate(this.broken).hasViolation()).isTrue();
		assertThat(PACKAGE_PRIVATE_BEANS.evaluate(this.broken).hasViolation()).isTrue();
	}

}
