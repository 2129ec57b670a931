package io.fletch.sample.page;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs page tests where Chromium is installed. On a build server its absence is a
 * failure: there, a skipped test would go unseen.
 */
class ChromiumCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		for (Path program : new Path[] { Browser.CHROMIUM, Browser.CHROMEDRIVER }) {
			if (!Files.isExecutable(program)) {
				String absent = program + " is absent: install the packages chromium and chromium-driver";
				if ("true".equals(System.getenv("CI"))) {
					throw new IllegalStateException(absent);
				}
				return ConditionEvaluationResult.disabled(absent);
			}
		}
		return ConditionEvaluationResult.enabled("Chromium is installed");
	}

}
