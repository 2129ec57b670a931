package io.fletch.data.auditing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Fills the components with Spring Data's {@code @CreatedDate}, {@code @CreatedBy},
 * {@code @LastModifiedDate} and {@code @LastModifiedBy} when a record is saved. A record
 * is new if it has no id or no version yet; give one with ids of its own a
 * {@code @Version}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(FletchAuditingRegistrar.class)
public @interface EnableFletchAuditing {

	/**
	 * Returns the name of the {@link org.springframework.data.domain.AuditorAware} bean
	 * that tells who saves.
	 * @return the name; empty for the only one there is
	 */
	String auditorAwareRef() default "";

	/**
	 * Tells whether times are set.
	 * @return whether they are
	 */
	boolean setDates() default true;

	/**
	 * Tells whether what is created counts as modified.
	 * @return whether it does
	 */
	boolean modifyOnCreate() default true;

	/**
	 * Returns the name of the {@link org.springframework.data.auditing.DateTimeProvider}
	 * bean that tells the time.
	 * @return the name; empty for the clock of the machine
	 */
	String dateTimeProviderRef() default "";

}
