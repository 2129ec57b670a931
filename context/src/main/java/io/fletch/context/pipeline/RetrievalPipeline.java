package io.fletch.context.pipeline;

import java.util.List;
import java.util.Objects;

import io.fletch.context.expansion.PassageExpansion;
import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.query.Question;
import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.query.Reranker;

/**
 * The way from a question to the passages of an answer: transform, retrieve and fuse,
 * rerank, expand, pack, mark. Only retrievers are needed; a stage that is not given is
 * left out. Immutable, and safe for use by several threads at once.
 */
public final class RetrievalPipeline {

	private final PipelineStages stages;

	private final int candidates;

	private RetrievalPipeline(PipelineStages stages, int candidates) {
		this.stages = stages;
		this.candidates = candidates;
	}

	/**
	 * Begins a pipeline.
	 * @param retrievers find passages; what several find is fused
	 * @return a pipeline that does nothing else
	 */
	public static RetrievalPipeline over(Retriever... retrievers) {
		return over(List.of(Objects.requireNonNull(retrievers, "retrievers")));
	}

	/**
	 * Begins a pipeline.
	 * @param retrievers find passages, at least one; what several find is fused
	 * @return a pipeline that does nothing else
	 * @throws IllegalArgumentException if there is none
	 */
	public static RetrievalPipeline over(List<? extends Retriever> retrievers) {
		Objects.requireNonNull(retrievers, "retrievers");
		return new RetrievalPipeline(PipelineStages.of(retrievers), 0);
	}

	/**
	 * Asks other retrievers, with all other stages as they are, for example the tables
	 * that a question chooses.
	 * @param retrievers find passages, at least one; what several find is fused, by
	 * ranks, or as a {@linkplain io.fletch.context.retrieval.FusedRetriever fused
	 * retriever} does that this pipeline was begun with alone
	 * @return the changed pipeline
	 * @throws IllegalArgumentException if there is none
	 */
	public RetrievalPipeline asking(List<? extends Retriever> retrievers) {
		Objects.requireNonNull(retrievers, "retrievers");
		return with(this.stages.with(this.stages.retriever().asking(retrievers)));
	}

	/**
	 * Changes what is looked for.
	 * @param transformer the transformer; more than one by
	 * {@link QueryTransformer#then(QueryTransformer)}
	 * @return the changed pipeline
	 */
	public RetrievalPipeline transformedBy(QueryTransformer transformer) {
		return with(this.stages.with(Objects.requireNonNull(transformer, "transformer")));
	}

	/**
	 * Orders what was found by a reranker that reads texts, or ranks and scores alone.
	 * @param reranker the reranker
	 * @return the changed pipeline
	 */
	public RetrievalPipeline rerankedBy(Reranker reranker) {
		return with(this.stages.with(new RerankStage(Objects.requireNonNull(reranker, "reranker"), null)));
	}

	/**
	 * Orders what was found by a reranker that compares vectors, such as maximal marginal
	 * relevance.
	 * @param reranker the reranker
	 * @param function makes the vectors of the passages' texts
	 * @return the changed pipeline
	 */
	public RetrievalPipeline rerankedBy(Reranker reranker, EmbeddingFunction function) {
		return with(this.stages.with(new RerankStage(Objects.requireNonNull(reranker, "reranker"),
				Objects.requireNonNull(function, "function"))));
	}

	/**
	 * Changes how much is read around what was found.
	 * @param expansion the expansion; more than one by
	 * {@link PassageExpansion#then(PassageExpansion)}
	 * @return the changed pipeline
	 */
	public RetrievalPipeline expandedBy(PassageExpansion expansion) {
		return with(this.stages.with(Objects.requireNonNull(expansion, "expansion")));
	}

	/**
	 * Marks what looks like an attempt to give orders, in texts, names and headings.
	 * Nothing is left out for it.
	 * @param detector the detector
	 * @return the changed pipeline
	 */
	public RetrievalPipeline markedBy(InjectionDetector detector) {
		return with(this.stages.with(Objects.requireNonNull(detector, "detector")));
	}

	/**
	 * Packs passages for a prompt.
	 * @param packer the packer
	 * @return the changed pipeline
	 */
	public RetrievalPipeline packedBy(PassagePacker packer) {
		return with(this.stages.with(Objects.requireNonNull(packer, "packer")));
	}

	/**
	 * Leaves retrievers out that fail, as long as one answers, and notes it.
	 * @return the changed pipeline
	 */
	public RetrievalPipeline leavingFailuresOut() {
		return with(this.stages.with(this.stages.retriever().leavingFailuresOut()));
	}

	/**
	 * Says how many passages are fetched before they are reranked, expanded and cut to
	 * the limit of the query; by default five times the limit with a reranker, and the
	 * limit without.
	 * @param candidates how many, from 1 to 1,000; never fewer than the limit
	 * @return the changed pipeline
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public RetrievalPipeline candidates(int candidates) {
		if (candidates < 1 || candidates > RetrievalQuery.MAX_LIMIT) {
			throw new IllegalArgumentException(
					"candidates must be from 1 to " + RetrievalQuery.MAX_LIMIT + ", but was " + candidates);
		}
		return new RetrievalPipeline(this.stages, candidates);
	}

	private RetrievalPipeline with(PipelineStages changed) {
		return new RetrievalPipeline(changed, this.candidates);
	}

	/**
	 * Runs the stages.
	 * @param question the question
	 * @return what was found: up to 10 passages
	 */
	public PipelineResult run(Question question) {
		return run(question, RetrievalQuery.of(question.text()));
	}

	/**
	 * Runs the stages.
	 * @param question the question and the conversation before it
	 * @param options kind, limit, condition and timeout, and the words and meaning to
	 * begin with; its question is not used
	 * @return what was found
	 * @throws io.fletch.context.retrieval.RetrievalException if a retriever fails
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted, or
	 * the time is over
	 */
	public PipelineResult run(Question question, RetrievalQuery options) {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(options, "options");
		return new PipelineRun(this.stages, this.candidates, options).run(question);
	}

	/**
	 * Runs the stages for a question without conversation.
	 * @param query the question, and how to look; its words and its meaning hold for the
	 * question until a transformer changes them
	 * @return what was found
	 */
	public PipelineResult run(RetrievalQuery query) {
		return run(new Question(query.question()), query);
	}

	/**
	 * Offers the stages up to the expansion as a retriever, for example to evaluate them.
	 * @return a retriever that gives passages best first, neither marked nor packed
	 */
	public Retriever asRetriever() {
		return new Retriever() {

			@Override
			public List<RetrievedPassage> retrieve(RetrievalQuery query) {
				return new PipelineRun(RetrievalPipeline.this.stages.searching(), RetrievalPipeline.this.candidates,
						query)
					.run(new Question(query.question()))
					.passages();
			}

			@Override
			public boolean takes(Condition condition) {
				return RetrievalPipeline.this.stages.retriever().takes(condition);
			}

		};
	}

}
