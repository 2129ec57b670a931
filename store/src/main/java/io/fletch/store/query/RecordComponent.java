package io.fletch.store.query;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A component of a record, as a reference to its accessor: {@code Article::lang}.
 * Serializable only so that a reference can tell what it refers to.
 *
 * @param <R> the record
 * @param <V> the type of the component
 */
@FunctionalInterface
public interface RecordComponent<R extends Record, V extends @Nullable Object> extends Serializable {

	/**
	 * Reads the component.
	 * @param row the record
	 * @return its value
	 */
	V of(R row);

	/**
	 * Returns the name of the component, whatever its column is.
	 * @return the name
	 * @throws IllegalArgumentException if this is no reference to an accessor
	 */
	default String name() {
		return ComponentName.of(this).name();
	}

}
