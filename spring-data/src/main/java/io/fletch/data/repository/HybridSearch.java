package io.fletch.data.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

import io.fletch.store.query.QueryKind;

/**
 * Makes a method of a repository a search by words and meaning, whose question is the
 * first parameter of the type {@code String}. It finds 10 records unless a {@code Limit}
 * or {@code Pageable} is given.
 */
@Documented
@QueryAnnotation
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface HybridSearch {

	/**
	 * Returns a condition in SQL that records must satisfy. Its named parameters are
	 * those of the method.
	 * @return the condition, or an empty string for none
	 */
	String value() default "";

	/**
	 * Returns what is compared with the question.
	 * @return vectors and words by default
	 */
	QueryKind kind() default QueryKind.HYBRID;

}
