package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.fletch.context.ingestion.FolderInUseException;

/**
 * Explains that two applications cannot ingest into one folder.
 */
class FolderInUseFailureAnalyzer extends AbstractFailureAnalyzer<FolderInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, FolderInUseException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Stop the application that ingests there, or give this one a folder of its own by fletch.uri. Any "
						+ "number of applications may read and write the tables of a folder, but only one has a bean "
						+ "of type IngestionPipeline in use: that of the others must not be wanted by their beans, "
						+ "and fletch.context.folder not be set.",
				cause);
	}

}
