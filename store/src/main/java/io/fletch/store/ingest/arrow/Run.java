package io.fletch.store.ingest.arrow;

import io.fletch.store.data.column.ColumnReader;

/**
 * Values of a column that stand side by side.
 *
 * @param column the column
 * @param from the position of the first value
 * @param count the number of values
 */
record Run(ColumnReader column, int from, int count) {

	/**
	 * Tells whether the column is not there, so that all values are null.
	 */
	boolean isAbsent() {
		return this.column instanceof ColumnReader.Absent;
	}

}
