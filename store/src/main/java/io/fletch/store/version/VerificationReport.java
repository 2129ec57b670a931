package io.fletch.store.version;

import java.util.List;

/**
 * What an integrity check read and found.
 *
 * @param versions how many versions can be read
 * @param files how many files were read
 * @param bytes how many bytes were read
 * @param problems what is damaged or missing, one sentence each; empty if all is well
 */
public record VerificationReport(long versions, long files, long bytes, List<String> problems) {

	public VerificationReport {
		problems = List.copyOf(problems);
	}

	/**
	 * Tells whether all is well.
	 * @return whether nothing is damaged or missing
	 */
	public boolean isSound() {
		return this.problems.isEmpty();
	}

}
