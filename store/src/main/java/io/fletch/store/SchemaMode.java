package io.fletch.store;

/**
 * What happens to a table when records are to be its rows. Columns are never dropped, and
 * never get another type. In every mode a table may have more columns if they can be
 * null, and must be for what the record says: searched by words, or with vectors that are
 * compared and made as the record says.
 */
public enum SchemaMode {

	/** The table must be there and have the columns of the record. */
	VALIDATE,

	/**
	 * A table that is missing is created, with its indexes. One that is there must have
	 * the columns of the record; if it is empty, it gets the indexes that it lacks.
	 */
	CREATE,

	/**
	 * As {@link #CREATE}, and a table that is there gets the columns, the full-text
	 * columns and the indexes that it lacks; nothing is changed if the record would not
	 * fit then. A new column is null in the rows that are there, 0 or false if the
	 * component is a primitive; only an empty table gets others that cannot be null.
	 */
	UPDATE

}
