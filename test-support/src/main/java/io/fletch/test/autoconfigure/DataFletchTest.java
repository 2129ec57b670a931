package io.fletch.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of an application's tables. Of the auto-configurations only those of databases,
 * embedding functions, rerankers and repositories are there, and of the application no
 * component that a filter does not include. The databases, those of
 * {@code fletch.databases}, too, lie in a folder of their own, which goes when the
 * context is closed; tests with the same context share it. Unless the test has an
 * embedding function, or names one by {@code fletch.embedding.default-function} among its
 * {@link #properties() properties}, texts are embedded by
 * {@link io.fletch.test.embedding.HashedWordsFunction}, so that no model is loaded; only
 * a vector field that names its function itself has that. Rankings are joined by
 * {@code rrf} unless the properties of the test name another {@code fletch.reranker}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(DataFletchTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(DataFletchTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface DataFletchTest {

	/**
	 * Properties of the environment, as {@code name=value}.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whether components are passed over that no filter includes.
	 * @return {@code true} by default
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Which components of the application are there.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Which components are not there though a filter includes them.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Which auto-configurations are not there.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
