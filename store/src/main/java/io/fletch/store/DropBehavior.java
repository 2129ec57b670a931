package io.fletch.store;

/**
 * What happens when a namespace is dropped that holds tables or other namespaces.
 */
public enum DropBehavior {

	/** That is an error, and nothing is dropped. */
	RESTRICT,

	/** They are dropped with it. */
	CASCADE

}
