package io.fletch.store;

import java.io.IOException;

import org.junit.jupiter.api.TestReporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets something fail at every call to a storage in turn.
 */
final class FailurePoints {

	private FailurePoints() {
	}

	/**
	 * Runs something again and again, until it does not fail any more.
	 * @param what what fails, for the report
	 * @param atLeast how many calls there are at least
	 */
	static void visit(String what, int atLeast, TestReporter reporter, Run run) throws IOException {
		int point = 1;
		while (run.failsAt(point)) {
			point++;
		}
		reporter.publishEntry("points at which " + what, String.valueOf(point - 1));
		assertThat(point).isGreaterThan(atLeast);
	}

	/**
	 * One run.
	 */
	@FunctionalInterface
	interface Run {

		/**
		 * Lets the storage fail at a call.
		 * @return whether there was such a call
		 */
		boolean failsAt(int point) throws IOException;

	}

}
