package io.fletch.sample.login;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in the log why the application does not start with these users.
 */
class UnusableUsersFailureAnalyzer extends AbstractFailureAnalyzer<UnusableUsersException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableUsersException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
	}

}
