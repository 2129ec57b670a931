package io.fletch.store.query.text;

/**
 * How many of the words of a query a text must have.
 */
public enum WordOperator {

	/** At least one; the more, the better. */
	OR,

	/** Every one. */
	AND

}
