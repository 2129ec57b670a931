package io.fletch.data.event;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is given a record with its id and version, just before it is written.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Takes a record.
	 * @param entity the record
	 * @param table the name of its table
	 * @return what is saved: the same record, or another
	 */
	T onBeforeSave(T entity, String table);

}
