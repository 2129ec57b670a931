package io.fletch.data.event;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is given a record before it is turned into a row, and before it gets an id and a
 * version.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface BeforeConvertCallback<T> extends EntityCallback<T> {

	/**
	 * Takes a record.
	 * @param entity the record
	 * @param table the name of its table
	 * @return what is saved: the same record, or another
	 */
	T onBeforeConvert(T entity, String table);

}
