package io.fletch.data.repository.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.data.repository.config.DefaultRepositoryBaseClass;
import org.springframework.data.repository.query.QueryLookupStrategy;

import io.fletch.data.repository.support.FletchRepositoryFactoryBean;

/**
 * Makes beans of the repositories in some packages. Not needed with Spring Boot, which
 * finds those in the packages of the application.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(FletchRepositoriesRegistrar.class)
public @interface EnableFletchRepositories {

	/**
	 * Returns the packages in which repositories are looked for.
	 * @return their names; none for the package of the annotated class
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * Returns the packages in which repositories are looked for.
	 * @return their names; none for the package of the annotated class
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Returns classes in whose packages repositories are looked for.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Returns what a repository must be.
	 * @return the filters
	 */
	ComponentScan.Filter[] includeFilters() default {};

	/**
	 * Returns what a repository must not be.
	 * @return the filters
	 */
	ComponentScan.Filter[] excludeFilters() default {};

	/**
	 * Returns how the names of classes end that implement methods of repositories.
	 * @return the end of their names
	 */
	String repositoryImplementationPostfix() default "Impl";

	/**
	 * Returns where named queries are, which have no meaning here.
	 * @return the location
	 */
	String namedQueriesLocation() default "";

	/**
	 * Returns how queries are found, which has no meaning here: annotations go before
	 * names.
	 * @return the key
	 */
	QueryLookupStrategy.Key queryLookupStrategy() default QueryLookupStrategy.Key.CREATE_IF_NOT_FOUND;

	/**
	 * Returns what makes the beans.
	 * @return the factory
	 */
	Class<?> repositoryFactoryBeanClass() default FletchRepositoryFactoryBean.class;

	/**
	 * Returns the base class of the repositories.
	 * @return the class
	 */
	Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

	/**
	 * Returns what names the beans.
	 * @return the generator
	 */
	Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

	/**
	 * Tells whether interfaces inside classes are repositories, too.
	 * @return whether they are
	 */
	boolean considerNestedRepositories() default false;

	/**
	 * Returns when the repositories are made.
	 * @return at start by default
	 */
	BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;

	/**
	 * Returns the name of the bean that saves and finds records.
	 * @return the name
	 */
	String fletchTemplateRef() default "fletchTemplate";

}
