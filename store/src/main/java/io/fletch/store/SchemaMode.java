package io.fletch.store;

/**
 * What happens to a table when records are to be its rows. Columns are never dropped, and
 * never get another type.
 */
public enum SchemaMode {

	/** The table must be there and have the columns of the record. */
	VALIDATE,

	/**
	 * A table that is missing is created, with its indexes. One that is there must have
	 * the columns of the record.
	 */
	CREATE,

	/**
	 * As {@link #CREATE}, and a table that is there gets the columns and the indexes that
	 * it lacks. A new column is null in the rows that are there, 0 or false if the
	 * component is a primitive; only an empty table gets others that cannot be null.
	 */
	UPDATE

}
