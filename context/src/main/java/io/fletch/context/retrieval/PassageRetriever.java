package io.fletch.context.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Reranker;

/**
 * Finds passages of ingested documents. Those of deleted documents are never found; those
 * of a document on its way are found as soon as they are stored. Conditions speak of the
 * columns of {@link Passage}. Safe for use by several threads at once.
 */
public final class PassageRetriever implements Retriever {

	private final Database database;

	private final LazyTable<TypedTable<Passage>> passages;

	private final LazyTable<TypedTable<IndexedDocument>> documents;

	private final @Nullable Reranker reranker;

	private final boolean ranksOneSide;

	/**
	 * Creates a retriever.
	 * @param database holds the tables of the ingestion pipeline
	 * @param reranker joins the rankings of a hybrid search, and leaves searches by words
	 * or by vector alone as they are; {@code null} for the store's own rank fusion
	 */
	public PassageRetriever(Database database, @Nullable Reranker reranker) {
		this(database, reranker, false);
	}

	private PassageRetriever(Database database, @Nullable Reranker reranker, boolean ranksOneSide) {
		this.database = Objects.requireNonNull(database, "database");
		this.passages = LazyTable.of(() -> Passage.table(database));
		this.passages.get();
		this.documents = LazyTable.of(() -> IndexedDocument.table(database));
		this.documents.get();
		this.reranker = reranker;
		this.ranksOneSide = ranksOneSide;
	}

	/**
	 * Joins the two sides of a hybrid search by a reranker, or orders what one side
	 * found.
	 * @param reranker the reranker
	 * @return the changed retriever
	 */
	public PassageRetriever rerankedBy(Reranker reranker) {
		return new PassageRetriever(this.database, Objects.requireNonNull(reranker, "reranker"), true);
	}

	@Override
	public boolean takes(Condition condition) {
		Objects.requireNonNull(condition, "condition");
		return TableSearch.takes(this.passages.get(), condition);
	}

	@Override
	public List<RetrievedPassage> retrieve(RetrievalQuery query) {
		Objects.requireNonNull(query, "query");
		TableSearch search = new TableSearch(query, ranks(query) ? this.reranker : null);
		int asked = query.limit();
		while (true) {
			List<Hit<Passage>> hits = search.hits(this.passages.get(), asked);
			List<RetrievedPassage> found = join(hits);
			if (found.size() >= query.limit() || hits.size() < asked) {
				return found.stream().limit(query.limit()).toList();
			}
			// Passages of deleted documents took places until they are cleaned away: look
			// further.
			asked *= 2;
		}
	}

	private boolean ranks(RetrievalQuery query) {
		return this.ranksOneSide || switch (query.kind()) {
			case HYBRID -> true;
			case VECTOR, TEXT -> false;
			case AUTO -> this.passages.get().embeddingFunction() != null;
		};
	}

	private List<RetrievedPassage> join(List<Hit<Passage>> hits) {
		if (hits.isEmpty()) {
			return List.of();
		}
		List<String> ids = hits.stream().map((hit) -> hit.row().documentId()).distinct().toList();
		Map<String, IndexedDocument> byId = this.documents.get()
			.scan()
			.where("id IN (:ids)", Map.of("ids", ids))
			.rows()
			.stream()
			.filter((document) -> !document.state().equals(IndexedDocument.DELETED))
			.collect(Collectors.toMap(IndexedDocument::id, Function.identity()));
		String source = TableSource.of(this.passages.get());
		List<RetrievedPassage> found = new ArrayList<>();
		for (Hit<Passage> hit : hits) {
			IndexedDocument document = byId.get(hit.row().documentId());
			if (document != null) {
				found.add(StoredPassages.retrieved(source, hit.row(), document.name(), hit.score()));
			}
		}
		return found;
	}

}
