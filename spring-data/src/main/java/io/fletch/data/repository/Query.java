package io.fletch.data.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

/**
 * Says by a condition which records a method of a repository means.
 */
@Documented
@QueryAnnotation
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {

	/**
	 * Returns a condition in SQL. Its named parameters are those of the method; values
	 * never become part of the text.
	 * @return the condition, for example {@code lang = :lang AND year >= :since}
	 */
	String value();

	/**
	 * Tells whether the records are counted.
	 * @return whether the method gives their number
	 */
	boolean count() default false;

	/**
	 * Tells whether it is asked if there is a record.
	 * @return whether the method gives that
	 */
	boolean exists() default false;

	/**
	 * Tells whether the records are deleted.
	 * @return whether the method deletes them
	 */
	boolean delete() default false;

}
