package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import org.jspecify.annotations.Nullable;

import io.fletch.context.guard.InjectionMark;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.Question;
import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;

/**
 * A {@link ContentRetriever} that runs the stages of a pipeline. The conversation that a
 * query brings along is given to them. Immutable, and safe for use by several threads.
 */
public final class FletchContentRetriever implements ContentRetriever {

	private final RetrievalPipeline pipeline;

	private final int limit;

	private final Function<Query, @Nullable Condition> condition;

	private FletchContentRetriever(RetrievalPipeline pipeline, int limit,
			Function<Query, @Nullable Condition> condition) {
		this.pipeline = pipeline;
		this.limit = limit;
		this.condition = condition;
	}

	/**
	 * Gives up to {@value RetrievalQuery#DEFAULT_LIMIT} passages that a pipeline finds.
	 * @param pipeline the stages
	 * @return the retriever
	 */
	public static FletchContentRetriever over(RetrievalPipeline pipeline) {
		return new FletchContentRetriever(Objects.requireNonNull(pipeline, "pipeline"), RetrievalQuery.DEFAULT_LIMIT,
				(query) -> null);
	}

	/**
	 * Gives up to {@value RetrievalQuery#DEFAULT_LIMIT} passages that retrievers find.
	 * @param retrievers find passages, at least one; what several find is fused
	 * @return the retriever
	 */
	public static FletchContentRetriever over(Retriever... retrievers) {
		return over(RetrievalPipeline.over(retrievers));
	}

	/**
	 * Says how many passages are given at most.
	 * @param limit from 1 to {@value RetrievalQuery#MAX_LIMIT}
	 * @return the changed retriever
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public FletchContentRetriever limit(int limit) {
		RetrievalQuery.of("?").limit(limit);
		return new FletchContentRetriever(this.pipeline, limit, this.condition);
	}

	/**
	 * Says which passages may be found, for example those of the user whose memory the
	 * query names.
	 * @param condition gives the condition of a query, or {@code null} for none
	 * @return the changed retriever
	 */
	public FletchContentRetriever where(Function<Query, @Nullable Condition> condition) {
		return new FletchContentRetriever(this.pipeline, this.limit, Objects.requireNonNull(condition, "condition"));
	}

	/**
	 * Finds passages. Each is a segment with the metadata {@code source},
	 * {@code passage_id}, {@code document_id}, {@code document_name}, {@code start} and
	 * {@code end}, and where it is known {@code heading} and {@code page}; what looks
	 * like an attempt to give a model orders is told as {@code injection}.
	 * @param query the question
	 * @return the contents, in the order of the pipeline
	 */
	@Override
	public List<Content> retrieve(Query query) {
		PipelineResult result = this.pipeline.run(new Question(query.text(), turns(query)),
				RetrievalQuery.of(query.text()).limit(this.limit).where(this.condition.apply(query)));
		boolean isReranked = result.trace().stream().anyMatch((stage) -> stage.stage().equals("rerank"));
		List<Content> contents = new ArrayList<>();
		for (int i = 0; i < result.passages().size(); i++) {
			contents.add(content(result.passages().get(i), result.marks().get(i), isReranked));
		}
		return contents;
	}

	@Override
	public CompletableFuture<List<Content>> retrieveAsync(Query query) {
		return CompletableFuture.supplyAsync(() -> retrieve(query), Thread::startVirtualThread);
	}

	private static List<Question.Turn> turns(Query query) {
		List<Question.Turn> turns = new ArrayList<>();
		if (query.metadata() == null || query.metadata().chatMemory() == null) {
			return turns;
		}
		String asked = null;
		for (ChatMessage message : query.metadata().chatMemory()) {
			if (message instanceof UserMessage user) {
				asked = user.hasSingleText() ? user.singleText() : null;
			}
			else if (message instanceof AiMessage answer && asked != null && answer.text() != null) {
				turns.add(new Question.Turn(asked, answer.text()));
				asked = null;
			}
		}
		return turns;
	}

	private static Content content(RetrievedPassage passage, List<InjectionMark> marks, boolean isReranked) {
		Map<ContentMetadata, Object> scores = new EnumMap<>(ContentMetadata.class);
		scores.put(ContentMetadata.EMBEDDING_ID, passage.id());
		scores.put(ContentMetadata.SCORE, passage.score());
		if (isReranked) {
			scores.put(ContentMetadata.RERANKED_SCORE, passage.score());
		}
		return Content.from(TextSegment.from(passage.text(), metadata(passage, marks)), scores);
	}

	private static Metadata metadata(RetrievedPassage passage, List<InjectionMark> marks) {
		Metadata metadata = new Metadata().put("source", passage.source())
			.put("passage_id", passage.id())
			.put("document_id", passage.documentId())
			.put("document_name", passage.documentName())
			.put("start", passage.span().start())
			.put("end", passage.span().end());
		String heading = passage.heading();
		if (heading != null) {
			metadata.put("heading", heading);
		}
		Integer page = passage.page();
		if (page != null) {
			metadata.put("page", page);
		}
		if (!marks.isEmpty()) {
			metadata.put("injection", String.join("; ", marks.stream().map(InjectionMark::reason).toList()));
		}
		return metadata;
	}

}
