package io.fletch.sample.chat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.query.Question.Turn;
import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.sample.collection.DocumentCollection;
import io.fletch.store.query.QueryKind;

/**
 * Finds the passages for a question of a conversation.
 */
final class Retrieval {

	/**
	 * Enough for an answer out of several documents, few enough for a small model's
	 * window.
	 */
	private static final int PASSAGES = 6;

	/** Half of it is for a model that rewrites the question and may have to be loaded. */
	private static final Duration LONGEST = Duration.ofMinutes(3);

	private final RetrievalPipeline pipeline;

	private final @Nullable QueryTransformer transformer;

	/**
	 * Creates a retrieval.
	 * @param pipeline finds passages of the default collection
	 * @param transformer what is done to every question that stands alone, or
	 * {@code null}
	 */
	Retrieval(RetrievalPipeline pipeline, @Nullable QueryTransformer transformer) {
		this.pipeline = pipeline;
		this.transformer = transformer;
	}

	/**
	 * Finds passages.
	 * @param question the question
	 * @param history what was said before it, oldest first
	 * @param answerer who will answer by the passages
	 * @param meter takes down what rewriting the question costs
	 */
	PipelineResult run(ChatQuestion question, List<Turn> history, Answerer answerer, Meter meter) {
		QueryTransformer compression = answerer.compression(meter);
		QueryTransformer first = (this.transformer != null) ? compression.then(this.transformer) : compression;
		return answerer.prepare(asking(question.collections()).transformedBy(first))
			.run(new io.fletch.context.query.Question(question.text(), history),
					RetrievalQuery.of(question.text())
						.kind(QueryKind.HYBRID)
						.limit(PASSAGES)
						.where(condition(question.tags()))
						.timeout(LONGEST));
	}

	/**
	 * What several collections find is fused by ranks, as their scores cannot be
	 * compared.
	 */
	private RetrievalPipeline asking(List<DocumentCollection> collections) {
		boolean isDefaultAlone = collections.stream().allMatch(DocumentCollection::isDefault);
		return isDefaultAlone ? this.pipeline : this.pipeline
			.asking(collections.stream().flatMap((collection) -> collection.retrievers().stream()).toList());
	}

	private static @Nullable Condition condition(List<String> tags) {
		return tags.isEmpty() ? null : new Condition("array_has_any(tags, :tags)", Map.of("tags", tags));
	}

}
