package io.fletch.test.evaluation;

import io.fletch.evaluation.EvaluationReport;
import io.fletch.evaluation.EvaluationRun;

/**
 * Entry point of the assertions on evaluations.
 */
public final class EvaluationAssertions {

	private EvaluationAssertions() {
	}

	/**
	 * Starts an assertion on one search of a report.
	 * @param report the report
	 * @param search the name of the search
	 * @return the assertion
	 * @throws IllegalArgumentException if the report has no such search
	 */
	public static EvaluationRunAssert assertThat(EvaluationReport report, String search) {
		return assertThat(report.run(search));
	}

	/**
	 * Starts an assertion on a run.
	 * @param run the run
	 * @return the assertion
	 */
	public static EvaluationRunAssert assertThat(EvaluationRun run) {
		return new EvaluationRunAssert(run);
	}

}
