package io.fletch.store;

/**
 * What happens when a namespace is dropped that is not there.
 */
public enum DropMode {

	/** That is an error. */
	FAIL,

	/** Nothing. */
	SKIP

}
