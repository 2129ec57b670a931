package io.fletch.store.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.fletch.store.query.Distance;

/**
 * Marks a component that holds a vector: {@code float[]} for float32, {@code double[]}
 * for float64, {@code byte[]} for uint8. Only {@code float[]} is filled by a function.
 * Marks as well one that holds several vectors: {@code List<float[]>} or
 * {@code List<double[]>}, as many a row as there are.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface VectorField {

	/**
	 * Returns the alias of the embedding function that fills the vector from the record's
	 * {@link SourceField}. Empty, the default, means the database's default function if
	 * the record has a source field, and no function otherwise.
	 * @return the alias, or an empty string
	 */
	String function() default "";

	/**
	 * Returns the length of the vector. 0, the default, means the length that the
	 * function makes.
	 * @return the number of dimensions
	 */
	int dimensions() default 0;

	/**
	 * Returns the distance that searches use.
	 * @return the distance, cosine by default
	 */
	Distance distance() default Distance.COSINE;

}
