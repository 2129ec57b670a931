package io.fletch.store.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.fletch.store.query.Distance;

/**
 * Marks a component that holds a vector: {@code float[]} for float32, {@code double[]}
 * for float64, {@code byte[]} for uint8. Marks as well one that holds several vectors:
 * {@code List<float[]>} or {@code List<double[]>}, as many a row as there are. Only
 * {@code float[]}, and {@code List<float[]>} by a function that makes several vectors of
 * a text, are filled by functions.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface VectorField {

	/**
	 * Returns the alias of the embedding function that fills the vector from its
	 * {@link #source()}. Empty, the default, means the database's default function for a
	 * {@code float[]} if there is a source, and no function otherwise.
	 * @return the alias, or an empty string
	 */
	String function() default "";

	/**
	 * Returns the name of the component that the vector is made of: a {@code String}, or
	 * the {@code byte[]} of a picture; or the names of several texts, which are joined by
	 * spaces. Several vectors can be made of one component. Empty, the default, means the
	 * one with {@link SourceField}, if there is one.
	 * @return the names, or an empty array
	 */
	String[] source() default {};

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
