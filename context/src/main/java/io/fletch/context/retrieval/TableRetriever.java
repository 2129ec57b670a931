package io.fletch.context.retrieval;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fletch.store.Database;
import io.fletch.store.ReadableTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Reranker;

/**
 * Finds rows of any table as passages. Safe for use by several threads at once, if its
 * mapping is.
 *
 * @param <R> the type of the rows
 */
public final class TableRetriever<R> implements Retriever {

	private final ReadableTable<R> table;

	private final Function<Hit<R>, RetrievedPassage> mapping;

	private final @Nullable Reranker reranker;

	/**
	 * Creates a retriever.
	 * @param table the table, records or maps; stays the caller's to close
	 * @param mapping makes a passage of a hit; the score of the passage should be that of
	 * the hit
	 */
	public TableRetriever(ReadableTable<R> table, Function<Hit<R>, RetrievedPassage> mapping) {
		this(table, mapping, null);
	}

	private TableRetriever(ReadableTable<R> table, Function<Hit<R>, RetrievedPassage> mapping,
			@Nullable Reranker reranker) {
		this.table = Objects.requireNonNull(table, "table");
		this.mapping = Objects.requireNonNull(mapping, "mapping");
		this.reranker = reranker;
	}

	/**
	 * Creates a retriever over annotated records. What is {@code @FullText} is the text,
	 * several joined by line breaks, or else what the vectors are made of; {@code @Id} is
	 * the id, or else the row's; a component {@code title} or {@code name} is the name,
	 * or else the id; components {@code heading} and {@code page} are taken as they are.
	 * @param database holds the table of the records
	 * @param type the records
	 * @param <R> the type of the records
	 * @return the retriever
	 * @throws io.fletch.store.error.InvalidInputException if the records hold no text
	 */
	public static <R extends Record> TableRetriever<R> over(Database database, Class<R> type) {
		Objects.requireNonNull(database, "database");
		TypedTable<R> table = database.table(type);
		return new TableRetriever<>(table, new RecordPassages<>(TableSource.of(table), type));
	}

	/**
	 * Joins the two sides of a hybrid search by a reranker, or orders what one side
	 * found.
	 * @param reranker the reranker
	 * @return the changed retriever
	 */
	public TableRetriever<R> rerankedBy(Reranker reranker) {
		return new TableRetriever<>(this.table, this.mapping, Objects.requireNonNull(reranker, "reranker"));
	}

	@Override
	public boolean takes(Condition condition) {
		Objects.requireNonNull(condition, "condition");
		return TableSearch.takes(this.table, condition);
	}

	@Override
	public List<RetrievedPassage> retrieve(RetrievalQuery query) {
		Objects.requireNonNull(query, "query");
		return new TableSearch(query, this.reranker).hits(this.table, query.limit())
			.stream()
			.map(this.mapping)
			.toList();
	}

}
