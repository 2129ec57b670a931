package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.fletch.store.error.TableNotFoundException;

/**
 * Explains a table that is missing at start.
 */
class MissingTableFailureAnalyzer extends AbstractFailureAnalyzer<TableNotFoundException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TableNotFoundException cause) {
		return new FailureAnalysis("A table is missing: " + cause.getMessage(),
				"Check fletch.uri, or let tables be created by fletch.schema-mode=create or update; validate creates none.",
				cause);
	}

}
