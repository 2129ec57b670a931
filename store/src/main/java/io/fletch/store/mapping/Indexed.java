package io.fletch.store.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a component a scalar index when its table is created, so that conditions on it
 * need not look at every row: for booleans and enums of the values and their rows, for
 * lists of their elements, for all others in their order. Stands in records inside
 * others, too, but not in those inside lists and maps.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Indexed {

}
