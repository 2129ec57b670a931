package io.fletch.benchmarks.store;

/**
 * The groups of operations in the order in which they run.
 */
public enum WorkloadKind {

	/** Adding rows, many and few at a time. */
	INGEST(new Ingest()),

	/** Merging, updating and deleting rows of a table. */
	DML(new Dml()),

	/** Finding, counting and reading rows. */
	SCAN(new Scan()),

	/** Opening a table and the first query. */
	COLD(new Cold()),

	/** Rows that are added one at a time. */
	SMALL(new SmallWrites()),

	/** A table of millions of narrow rows. */
	LARGE(new LargeTable());

	private final Workload workload;

	WorkloadKind(Workload workload) {
		this.workload = workload;
	}

	/**
	 * Returns the group.
	 * @return the group of operations
	 */
	public Workload workload() {
		return this.workload;
	}

}
