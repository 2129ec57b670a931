package io.fletch.store.activity;

/**
 * The kinds of what is done with a table.
 */
public enum ActivityKind {

	/** A search, a scan, a count, or rows by their ids. */
	QUERY,

	/** A change of rows, with all that belongs to it: vectors, files, the commit. */
	WRITE,

	/** What makes a change durable, with the wait for those before it. */
	COMMIT,

	/** The joining of rankings, or the judging of rows, by a reranker. */
	RERANK,

	/** The joining of fragments. */
	COMPACTION,

	/** The building of an index, or of a part of it. */
	INDEXING,

	/** The removal of old versions. */
	CLEANUP

}
