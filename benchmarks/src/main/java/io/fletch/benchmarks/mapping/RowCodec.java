package io.fletch.benchmarks.mapping;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A way between records and rows.
 */
interface RowCodec {

	/**
	 * Makes rows of records.
	 */
	List<@Nullable Object[]> toRows(List<Reading> records);

	/**
	 * Makes the record of a row.
	 */
	Reading toRecord(@Nullable Object[] row);

}
