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

	private final LazyTable<TypedTable<Passage>> passages;

	private final LazyTable<TypedTable<IndexedDocument>> documents;

	private final @Nullable Reranker reranker;

	/**
	 * Creates a retriever.
	 * @param database holds the tables of the ingestion pipeline
	 * @param reranker joins the rankings of a hybrid search; {@code null} for the store's
	 * own rank fusion
	 */
	public PassageRetriever(Database database, @Nullable Reranker reranker) {
		Objects.requireNonNull(database, "database");
		this.passages = LazyTable.of(() -> Passage.table(database));
		this.passages.get();
		this.documents = LazyTable.of(() -> IndexedDocument.table(database));
		this.documents.get();
		this.reranker = reranker;
	}

	@Override
	public boolean takes(Condition condition) {
		Objects.requireNonNull(condition, "condition");
		return TableSearch.takes(this.passages.get(), condition);
	}

	@Override
	public List<RetrievedPassage> retrieve(RetrievalQuery query) {
		Objects.requireNonNull(query, "query");
		TableSearch search = new TableSearch(query, this.reranker);
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
		List<RetrievedPassage> found = new ArrayList<>();
		for (Hit<Passage> hit : hits) {
			IndexedDocument document = byId.get(hit.row().documentId());
			if (document != null) {
				found.add(StoredPassages.retrieved(this.passages.get().untyped().id(), hit.row(), document.name(),
						hit.score()));
			}
		}
		return found;
	}

}
