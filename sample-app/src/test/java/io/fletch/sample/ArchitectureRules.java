package io.fletch.sample;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the architecture, each with its reason.
 */
final class ArchitectureRules {

	private static final String[] INTERNALS = { "io.fletch.store.table..", "io.fletch.store.data..",
			"io.fletch.store.io..", "io.fletch.store.scan..", "io.fletch.store.expression..",
			"io.fletch.store.index.*.." };

	private ArchitectureRules() {
	}

	static ArchRule internalsOfTheStoreStayInside() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("io.fletch.store..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(INTERNALS)
			.because("files, manifests and indexes may change with every release of the store");
	}

	static ArchRule springStaysOnTop() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("io.fletch.data..", "io.fletch.springai..", "io.fletch.autoconfigure..",
					"io.fletch.sample..", "io.fletch.test.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.because("the store and the stages above it are used without Spring, too");
	}

	static ArchRule luceneAndArrowStayInTheStore() {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("io.fletch.store..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.lucene..", "org.apache.arrow.memory..", "org.apache.arrow.vector",
					"org.apache.arrow.vector.complex..", "org.apache.arrow.vector.ipc..", "org.apache.arrow.flatbuf..")
			.because("only the store knows how rows and postings are kept; schemas are part of its door");
	}

	static ArchRule modulesPointDownwards() {
		return ArchRuleDefinition.classes()
			.that()
			.resideInAnyPackage("io.fletch.store..", "io.fletch.embeddings..", "io.fletch.rerankers..",
					"io.fletch.context..", "io.fletch.data..", "io.fletch.springai..", "io.fletch.langchain4j..",
					"io.fletch.autoconfigure..")
			.should(dependOnlyOnModulesBelow())
			.because("sample -> autoconfigure -> context, embeddings, rerankers, bridges -> store; "
					+ "rerankers -> embeddings, bridges -> context");
	}

	static ArchRule packagesAreFreeOfCycles() {
		return SlicesRuleDefinition.slices()
			.matching("io.fletch.(**)")
			.should()
			.beFreeOfCycles()
			.because("a package in a cycle cannot be read, tested or replaced alone");
	}

	static ArchRule packagesSayWhatMayBeNull() {
		return ArchRuleDefinition.classes()
			.that(areNotPackageInfos())
			.should(beInANullMarkedPackage())
			.because("nullness is declared once a package, and the compiler checks it");
	}

	private static ArchCondition<JavaClass> dependOnlyOnModulesBelow() {
		return new ArchCondition<>("depend only on modules below") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getDirectDependenciesFromSelf()
					.stream()
					.filter((dependency) -> isOurs(dependency.getTargetClass()))
					.filter((dependency) -> !mayUse(moduleOf(type), moduleOf(dependency.getTargetClass())))
					.forEach((dependency) -> events
						.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
			}
		};
	}

	private static boolean mayUse(String module, String used) {
		return switch (module) {
			case "autoconfigure" -> !used.equals("sample");
			case "context", "data", "embeddings" -> used.equals(module) || used.equals("store");
			case "rerankers" -> used.equals(module) || used.equals("embeddings") || used.equals("store");
			case "springai", "langchain4j" -> used.equals(module) || used.equals("context") || used.equals("store");
			default -> used.equals(module);
		};
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().startsWith("io.fletch.");
	}

	private static String moduleOf(JavaClass type) {
		return type.getPackageName().split("\\.")[2];
	}

	private static DescribedPredicate<JavaClass> areNotPackageInfos() {
		return DescribedPredicate.describe("are not package-infos",
				(type) -> !type.getSimpleName().equals("package-info")
						&& type.getPackageName().startsWith("io.fletch"));
	}

	private static ArchCondition<JavaClass> beInANullMarkedPackage() {
		return new ArchCondition<>("be in a package with @NullMarked") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				JavaPackage home = type.getPackage();
				boolean marked = home.tryGetPackageInfo()
					.filter((info) -> info.isAnnotatedWith(NullMarked.class))
					.isPresent();
				if (!marked) {
					events.add(SimpleConditionEvent.violated(type, home.getName() + " lacks @NullMarked"));
				}
			}
		};
	}

}
