package io.fletch.data.event;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Is given a record after it was read.
 *
 * @param <T> the type of the records
 */
@FunctionalInterface
public interface AfterConvertCallback<T> extends EntityCallback<T> {

	/**
	 * Takes a record.
	 * @param entity the record
	 * @param table the name of its table
	 * @return what the caller gets: the same record, or another
	 */
	T onAfterConvert(T entity, String table);

}
