package io.fletch.store.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a component an index when its table is created. By a scalar index conditions on
 * the component need not look at every row: it is for booleans and enums of the values
 * and their rows, for lists of their elements, for all others in their order. By the
 * index of a {@link VectorField} a search need not compare with every row, and may miss
 * some of the nearest; upkeep builds it when there are rows enough. Stands in records
 * inside others, too, but not in those inside lists and maps.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Indexed {

}
