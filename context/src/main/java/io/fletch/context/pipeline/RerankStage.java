package io.fletch.context.pipeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.PassageFusion;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.query.Reranker;

/**
 * A reranker, and what makes the vectors that it compares.
 */
record RerankStage(Reranker reranker, @Nullable EmbeddingFunction function) {

	List<RetrievedPassage> rerank(String question, List<RetrievedPassage> passages) {
		return PassageFusion.rerank(this.reranker, question, passages, this.function);
	}

}
