package io.fletch.langchain4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.model.embedding.EmbeddingModel;
import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.Condition;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.context.retrieval.TableSource;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * Finds the segments of an embedding store for the stages of retrieval, by their words
 * and meaning. Conditions speak of the columns of its table, such as
 * {@code strings['lang'] = :lang}. Embeddings without segment are not found.
 */
public final class SegmentRetriever implements Retriever {

	private static final List<String> NAMES = List.of(Document.FILE_NAME, Document.URL, "title", "name");

	private final FletchEmbeddingStore store;

	private final Supplier<? extends EmbeddingModel> model;

	/**
	 * Creates a retriever.
	 * @param store holds the segments
	 * @param model the model that made their embeddings
	 */
	public SegmentRetriever(FletchEmbeddingStore store, EmbeddingModel model) {
		this(store, () -> model);
		Objects.requireNonNull(model, "model");
	}

	/**
	 * Creates a retriever that asks for its model only when there is something to search.
	 * @param store holds the segments
	 * @param model gives the model that made their embeddings
	 */
	public SegmentRetriever(FletchEmbeddingStore store, Supplier<? extends EmbeddingModel> model) {
		this.store = Objects.requireNonNull(store, "store");
		this.model = Objects.requireNonNull(model, "model");
	}

	@Override
	public boolean takes(Condition condition) {
		try {
			this.store.table().ifPresent((table) -> table.scan().where(condition.sql(), condition.parameters()));
			return true;
		}
		catch (InvalidInputException ex) {
			return false;
		}
	}

	@Override
	public List<RetrievedPassage> retrieve(RetrievalQuery query) {
		long begin = System.nanoTime();
		CancelledException.throwIfInterrupted();
		Table table = this.store.table().orElse(null);
		if (table == null) {
			return List.of();
		}
		Search<Map<String, @Nullable Object>> search = asked(table, query)
			.where(Expression.column(StoredSegment.TEXT).isNotNull())
			.limit(query.limit());
		Condition condition = query.condition();
		if (condition != null) {
			search = search.where(condition.sql(), condition.parameters());
		}
		Duration timeout = query.timeout();
		if (timeout != null) {
			Duration left = timeout.minusNanos(System.nanoTime() - begin);
			search = search.timeout(left.isNegative() ? Duration.ZERO : left);
		}
		String source = TableSource.of(table);
		return search.hits().stream().map((hit) -> passage(source, hit)).toList();
	}

	private Search<Map<String, @Nullable Object>> asked(Table table, RetrievalQuery query) {
		TextQuery words = Objects.requireNonNullElseGet(query.words(), () -> TextQuery.match(query.question()));
		if (query.kind() == QueryKind.TEXT) {
			return table.search(words).kind(QueryKind.TEXT);
		}
		EmbeddingFunction function = new LangChain4jEmbeddingFunction(table.name(), this.model.get());
		float[] vector = function.embedQuery(Objects.requireNonNullElse(query.meaning(), query.question()));
		Search<Map<String, @Nullable Object>> search = table.search(vector)
			.column(StoredSegment.VECTOR)
			.distance(Distance.COSINE);
		if (query.kind() == QueryKind.VECTOR) {
			return search;
		}
		Reranker reranker = this.store.reranker();
		Search<Map<String, @Nullable Object>> both = search.text(words);
		return (reranker != null) ? both.rerank(reranker, query.question()) : both;
	}

	private static RetrievedPassage passage(String source, Hit<Map<String, @Nullable Object>> hit) {
		Map<String, @Nullable Object> row = hit.row();
		String id = (String) Objects.requireNonNull(row.get(StoredSegment.ID));
		String text = (String) Objects.requireNonNull(row.get(StoredSegment.TEXT));
		return new RetrievedPassage(source, id, name(row, id), text, hit.score());
	}

	private static String name(Map<String, @Nullable Object> row, String id) {
		Map<?, ?> strings = (row.get(StoredSegment.STRINGS) instanceof Map<?, ?> values) ? values : Map.of();
		return NAMES.stream().flatMap((name) -> Stream.ofNullable((String) strings.get(name))).findFirst().orElse(id);
	}

}
