package io.fletch.springai.rag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;

import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.Question;
import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.Retriever;
import io.fletch.store.query.QueryKind;

/**
 * Passages that a retriever or a pipeline of Fletch finds, as documents of Spring AI. The
 * id of a document is that of its source and that of the passage, {@code articles/17};
 * its metadata says where the passage stands, and as {@code injection} what a detector of
 * a pipeline found that looks like an attempt to give a model orders. Immutable, and safe
 * for use by several threads at once.
 */
public final class FletchDocumentRetriever implements DocumentRetriever {

	/**
	 * The name in the context of a {@link Query} of a {@link Condition} on the rows of
	 * that query.
	 */
	public static final String CONDITION = "fletch_condition";

	private final BiFunction<Question, RetrievalQuery, List<Document>> stages;

	private final int limit;

	private final QueryKind kind;

	private final @Nullable Condition condition;

	private FletchDocumentRetriever(BiFunction<Question, RetrievalQuery, List<Document>> stages, int limit,
			QueryKind kind, @Nullable Condition condition) {
		this.stages = stages;
		this.limit = limit;
		this.kind = kind;
		this.condition = condition;
	}

	/**
	 * Finds what a retriever finds: 10 passages, by words and meaning.
	 * @param retriever the retriever
	 * @return the document retriever
	 */
	public static FletchDocumentRetriever over(Retriever retriever) {
		Objects.requireNonNull(retriever, "retriever");
		return new FletchDocumentRetriever((question, query) -> retriever.retrieve(query)
			.stream()
			.map((passage) -> PassageDocument.of(passage, List.of()))
			.toList(), RetrievalQuery.DEFAULT_LIMIT, QueryKind.AUTO, null);
	}

	/**
	 * Finds what a pipeline finds, in the order in which it would stand in the prompt: 10
	 * passages, by words and meaning. The pipeline sees the conversation of the query.
	 * @param pipeline the pipeline
	 * @return the document retriever
	 */
	public static FletchDocumentRetriever over(RetrievalPipeline pipeline) {
		Objects.requireNonNull(pipeline, "pipeline");
		return new FletchDocumentRetriever((question, query) -> documents(pipeline.run(question, query)),
				RetrievalQuery.DEFAULT_LIMIT, QueryKind.AUTO, null);
	}

	private static List<Document> documents(PipelineResult result) {
		return IntStream.range(0, result.passages().size())
			.mapToObj((i) -> PassageDocument.of(result.passages().get(i), result.marks().get(i)))
			.toList();
	}

	/**
	 * Says how many documents are found at most.
	 * @param limit how many, from 1 to 1,000
	 * @return the changed retriever
	 * @throws IllegalArgumentException if the limit is out of range
	 */
	public FletchDocumentRetriever limit(int limit) {
		RetrievalQuery.of("any").limit(limit);
		return new FletchDocumentRetriever(this.stages, limit, this.kind, this.condition);
	}

	/**
	 * Says what is compared.
	 * @param kind the kind
	 * @return the changed retriever
	 */
	public FletchDocumentRetriever kind(QueryKind kind) {
		return new FletchDocumentRetriever(this.stages, this.limit, Objects.requireNonNull(kind, "kind"),
				this.condition);
	}

	/**
	 * Says which rows may be found; a query may narrow it by {@link #CONDITION}.
	 * @param condition the condition
	 * @return the changed retriever
	 */
	public FletchDocumentRetriever where(Condition condition) {
		return new FletchDocumentRetriever(this.stages, this.limit, this.kind,
				Objects.requireNonNull(condition, "condition"));
	}

	/**
	 * Finds documents.
	 * @param query the question, not blank, and its conversation
	 * @return the documents, best first
	 * @throws IllegalArgumentException if the context of the query has something else
	 * than a {@link Condition} under the name {@link #CONDITION}
	 */
	@Override
	public List<Document> retrieve(Query query) {
		RetrievalQuery asked = RetrievalQuery.of(query.text()).limit(this.limit).kind(this.kind).where(this.condition);
		Object narrower = query.context().get(CONDITION);
		if (narrower instanceof Condition given) {
			asked = asked.and(given);
		}
		else if (narrower != null) {
			throw new IllegalArgumentException("The query's context has a " + narrower.getClass().getName() + " as '"
					+ CONDITION + "', which must be a " + Condition.class.getName());
		}
		return this.stages.apply(new Question(query.text(), turns(query.history())), asked);
	}

	/**
	 * Questions of the user, each with what was said until the next.
	 */
	private static List<Question.Turn> turns(List<Message> history) {
		List<Question.Turn> turns = new ArrayList<>();
		String asked = null;
		for (Message message : history) {
			String text = message.getText();
			if (message.getMessageType() == MessageType.USER) {
				asked = text;
			}
			else if (message.getMessageType() == MessageType.ASSISTANT && asked != null && text != null
					&& !text.isBlank()) {
				turns.add(new Question.Turn(asked, text));
				asked = null;
			}
		}
		return turns;
	}

}
