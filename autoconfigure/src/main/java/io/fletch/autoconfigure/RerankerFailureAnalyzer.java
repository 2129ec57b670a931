package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.fletch.rerankers.RerankException;

/**
 * Explains a reranker that cannot be made. Comes before the one for embedding functions,
 * as a model that cannot be loaded is the cause of either.
 */
@Order(0)
class RerankerFailureAnalyzer extends AbstractFailureAnalyzer<RerankException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RerankException cause) {
		return new FailureAnalysis("A reranker cannot be used: " + cause.getMessage(),
				"Mend what is named above, in fletch.rerankers or in the model's files, or set fletch.reranker to a "
						+ "reranker that needs no model, such as rrf.",
				cause);
	}

}
