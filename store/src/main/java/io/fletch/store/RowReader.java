package io.fletch.store;

import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows out of their values.
 *
 * @param <R> the type of the rows
 */
interface RowReader<R> {

	/** Makes maps by column name. */
	RowReader<Map<String, @Nullable Object>> MAPS = (values, schema, projection, rowId) -> projection.toMap(values,
			schema, rowId);

	/**
	 * Makes a row.
	 * @param values the values of the columns, {@code null} for those that were not read
	 * @param schema the columns
	 * @param projection what of them makes the row
	 * @param rowId the id of the row
	 */
	R read(@Nullable Object[] values, Schema schema, Projection projection, long rowId);

	/**
	 * Checks that rows of this type can hold what is read.
	 * @throws io.fletch.store.error.InvalidInputException if they cannot
	 */
	default void check(Projection projection) {
	}

}
