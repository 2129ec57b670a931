package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains how to choose among several embedding models.
 */
class AmbiguousModelFailureAnalyzer extends AbstractFailureAnalyzer<AmbiguousModelException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AmbiguousModelException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set fletch.embedding.default-function to the name of one of them, mark one as @Primary, define a bean "
						+ "of type VectorStore, or set spring.ai.vectorstore.type=none to have no vector store.",
				cause);
	}

}
