package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.fletch.store.error.InvalidInputException;

/**
 * Explains what of a configuration or of a record the store does not take: a folder that
 * is a file, a component that cannot be a column. Stands behind those that know more.
 */
class InvalidInputFailureAnalyzer extends AbstractFailureAnalyzer<InvalidInputException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidInputException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Change what the message names: a property of fletch, or the record or the name of a table.", cause);
	}

}
