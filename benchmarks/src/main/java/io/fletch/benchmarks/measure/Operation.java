package io.fletch.benchmarks.measure;

/**
 * Something whose time is taken.
 */
@FunctionalInterface
public interface Operation {

	/**
	 * Runs the operation once.
	 * @param repetition how often it ran before
	 * @throws Exception if it fails, which ends the run
	 */
	void run(int repetition) throws Exception;

}
