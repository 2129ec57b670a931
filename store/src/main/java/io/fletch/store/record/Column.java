package io.fletch.store.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the column of a component, where it differs from the name of the component. Holds
 * for every record: one that describes a table, one inside another, one whose rows are
 * added, and one that results are read into, which can name as well what a search tells:
 * {@code _distance}, {@code _score}, {@code _relevance_score} and {@code _rowid}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Column {

	/**
	 * Returns the name of the column, or of the field in a struct.
	 * @return the name, as it is: neither a path nor SQL
	 */
	String value();

}
