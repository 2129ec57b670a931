package io.fletch.benchmarks.store;

/**
 * A group of operations that are measured one after the other.
 */
public interface Workload {

	/**
	 * Runs and measures the operations of the group.
	 * @param bench where the tables and the data are, and what takes the time
	 * @throws Exception if an operation fails
	 */
	void run(Bench bench) throws Exception;

}
