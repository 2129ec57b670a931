package io.fletch.store;

/**
 * What happens when a namespace is created under a name that is taken.
 */
public enum NamespaceMode {

	/** The namespace must not exist. */
	CREATE,

	/** An existing namespace is left as it is, with its properties. */
	EXIST_OK,

	/** An existing namespace is dropped with all that it holds. */
	OVERWRITE

}
