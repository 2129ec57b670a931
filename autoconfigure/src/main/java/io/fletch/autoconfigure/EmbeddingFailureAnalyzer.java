package io.fletch.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Explains an embedding function that cannot be registered or loaded.
 */
class EmbeddingFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EmbeddingException cause) {
		return new FailureAnalysis("An embedding function cannot be used: " + cause.getMessage(),
				"Mend what is named above, in fletch.embedding or in the model's files. With "
						+ "fletch.embedding.load-on-startup=false models are loaded when they are first used.",
				cause);
	}

}
