package io.fletch.context.ingestion;

/**
 * What a synchronisation does with documents that are known already, and with those that
 * the source has no more.
 */
public enum SyncMode {

	/** Every document is read and split anew; nothing is removed. */
	NONE,

	/** Documents that did not change are left alone; nothing is removed. */
	INCREMENTAL,

	/**
	 * Documents that did not change are left alone; those that were synchronised from the
	 * source before and are in it no more are removed in the end.
	 */
	FULL

}
