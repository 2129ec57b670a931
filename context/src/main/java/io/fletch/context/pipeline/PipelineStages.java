package io.fletch.context.pipeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.context.expansion.PassageExpansion;
import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.retrieval.FusedRetriever;
import io.fletch.context.retrieval.Retriever;

/**
 * The stages of a pipeline, of which only the retriever is needed.
 */
record PipelineStages(FusedRetriever retriever, @Nullable QueryTransformer transformer, @Nullable RerankStage reranker,
		@Nullable PassageExpansion expansion, @Nullable InjectionDetector detector, @Nullable PassagePacker packer) {

	static PipelineStages of(List<? extends Retriever> retrievers) {
		return new PipelineStages(fused(retrievers), null, null, null, null, null);
	}

	/** One that is fused already keeps its reranker, and what it does about failures. */
	private static FusedRetriever fused(List<? extends Retriever> retrievers) {
		return (retrievers.size() == 1 && retrievers.getFirst() instanceof FusedRetriever fused) ? fused
				: FusedRetriever.of(retrievers);
	}

	PipelineStages with(FusedRetriever changed) {
		return new PipelineStages(changed, this.transformer, this.reranker, this.expansion, this.detector, this.packer);
	}

	PipelineStages with(QueryTransformer changed) {
		return new PipelineStages(this.retriever, changed, this.reranker, this.expansion, this.detector, this.packer);
	}

	PipelineStages with(RerankStage changed) {
		return new PipelineStages(this.retriever, this.transformer, changed, this.expansion, this.detector,
				this.packer);
	}

	PipelineStages with(PassageExpansion changed) {
		return new PipelineStages(this.retriever, this.transformer, this.reranker, changed, this.detector, this.packer);
	}

	PipelineStages with(InjectionDetector changed) {
		return new PipelineStages(this.retriever, this.transformer, this.reranker, this.expansion, changed,
				this.packer);
	}

	PipelineStages with(PassagePacker changed) {
		return new PipelineStages(this.retriever, this.transformer, this.reranker, this.expansion, this.detector,
				changed);
	}

	/**
	 * Leaves out what only makes sense in a prompt.
	 */
	PipelineStages searching() {
		return new PipelineStages(this.retriever, this.transformer, this.reranker, this.expansion, null, null);
	}

}
