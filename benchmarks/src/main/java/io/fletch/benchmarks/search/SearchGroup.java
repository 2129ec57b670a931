package io.fletch.benchmarks.search;

/**
 * What is measured of searches.
 */
public enum SearchGroup {

	/** By vectors without an index, also filtered. */
	EXACT,

	/** By vectors and indexes of each kind, also filtered. */
	VECTOR,

	/** By words. */
	TEXT,

	/** By both. */
	HYBRID,

	/** By words, where some rows are not in the index. */
	UNINDEXED,

	/** By several threads at once. */
	CLIENTS

}
