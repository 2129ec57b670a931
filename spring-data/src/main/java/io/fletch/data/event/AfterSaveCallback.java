package io.fletch.data.event;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is given a record after it was written.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * Takes a record.
	 * @param entity the record
	 * @param table the name of its table
	 * @return what the caller gets: the same record, or another
	 */
	T onAfterSave(T entity, String table);

}
