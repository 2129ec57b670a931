package io.fletch.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import io.fletch.store.mapping.Table;

/**
 * Looks for the records of tables in the packages of an application, when it is prepared
 * ahead of time, and keeps what of them is used by reflection: their components, their
 * constructors, and those of the records in them.
 */
final class TableRecordsAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beans) {
		if (!AutoConfigurationPackages.has(beans)) {
			return null;
		}
		Set<Class<?>> types = tables(AutoConfigurationPackages.get(beans), beans.getBeanClassLoader());
		if (types.isEmpty()) {
			return null;
		}
		return (generation, code) -> types
			.forEach((type) -> register(type, generation.getRuntimeHints().reflection(), new HashSet<>()));
	}

	private static Set<Class<?>> tables(List<String> packages, @Nullable ClassLoader loader) {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(Table.class));
		Set<Class<?>> types = new LinkedHashSet<>();
		for (String name : packages) {
			scanner.findCandidateComponents(name)
				.forEach((found) -> types
					.add(ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), loader)));
		}
		return types;
	}

	private static void register(Class<?> type, ReflectionHints hints, Set<Class<?>> known) {
		if (!known.add(type) || type.isPrimitive() || type.getName().startsWith("java.")) {
			return;
		}
		hints.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
				MemberCategory.ACCESS_DECLARED_FIELDS);
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				registerAll(ResolvableType.forType(component.getGenericType()), hints, known);
			}
		}
	}

	private static void registerAll(ResolvableType type, ReflectionHints hints, Set<Class<?>> known) {
		Class<?> raw = type.resolve();
		if (raw != null && !raw.isArray()) {
			register(raw, hints, known);
		}
		for (ResolvableType generic : type.getGenerics()) {
			registerAll(generic, hints, known);
		}
	}

}
