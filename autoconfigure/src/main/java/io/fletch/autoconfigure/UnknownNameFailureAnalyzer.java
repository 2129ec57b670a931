package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an unknown embedding function or reranker.
 */
class UnknownNameFailureAnalyzer extends AbstractFailureAnalyzer<UnknownNameException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownNameException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
	}

}
