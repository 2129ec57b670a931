package io.fletch.store;

/**
 * What happens when a table is created under a name that is taken.
 */
public enum CreateMode {

	/** The table must not exist. */
	CREATE,

	/**
	 * The rows and the schema of an existing table are replaced. Its older versions are
	 * kept.
	 */
	OVERWRITE,

	/** An existing table is opened, if its schema is the same. No rows are added. */
	EXIST_OK

}
