package io.fletch.test.autoconfigure;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Passes over the components that a {@link DataFletchTest} does not include.
 */
final class DataFletchTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<DataFletchTest> {

	DataFletchTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
