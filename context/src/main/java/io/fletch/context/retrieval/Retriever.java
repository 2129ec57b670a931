package io.fletch.context.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * Finds the passages that fit a question. Passages of deleted documents are never found;
 * those of a document on its way are found as soon as they are stored. Safe for use by
 * several threads at once.
 */
public final class Retriever {

	/** The most passages that one search may ask for. */
	public static final int MAX_LIMIT = 100;

	private final TypedTable<Passage> passages;

	private final TypedTable<IndexedDocument> documents;

	private final @Nullable Reranker reranker;

	/**
	 * Creates a retriever.
	 * @param database holds the tables of the ingestion pipeline
	 * @param reranker joins the rankings of a hybrid search; {@code null} for the store's
	 * own rank fusion
	 */
	public Retriever(Database database, @Nullable Reranker reranker) {
		this.passages = database.table(Passage.class);
		this.documents = database.table(IndexedDocument.class);
		this.reranker = reranker;
	}

	/**
	 * Finds passages.
	 * @param question the question, not blank
	 * @param kind what is compared
	 * @param limit how many passages at most, from 1 to 100
	 * @return the passages, best first
	 * @throws IllegalArgumentException if the question is blank or the limit is out of
	 * range
	 */
	public List<RetrievedPassage> retrieve(String question, QueryKind kind, int limit) {
		if (question.isBlank()) {
			throw new IllegalArgumentException("question must not be blank: ask something");
		}
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ", but was " + limit);
		}
		int asked = limit;
		while (true) {
			List<Hit<Passage>> hits = search(question, kind, asked);
			List<RetrievedPassage> found = join(hits);
			if (found.size() >= limit || hits.size() < asked) {
				return found.stream().limit(limit).toList();
			}
			// Passages of deleted documents took places until they are cleaned away: look
			// further.
			asked *= 2;
		}
	}

	private List<Hit<Passage>> search(String question, QueryKind kind, int limit) {
		Search<Passage> search = this.passages.search(question).kind(kind).limit(limit);
		return ((this.reranker != null) ? search.rerank(this.reranker) : search).hits();
	}

	private List<RetrievedPassage> join(List<Hit<Passage>> hits) {
		if (hits.isEmpty()) {
			return List.of();
		}
		List<String> ids = hits.stream().map((hit) -> hit.row().documentId()).distinct().toList();
		Map<String, IndexedDocument> byId = this.documents.scan()
			.where("id IN (:ids)", Map.of("ids", ids))
			.rows()
			.stream()
			.filter((document) -> !document.state().equals(IndexedDocument.DELETED))
			.collect(Collectors.toMap(IndexedDocument::id, Function.identity()));
		List<RetrievedPassage> found = new ArrayList<>();
		for (Hit<Passage> hit : hits) {
			IndexedDocument document = byId.get(hit.row().documentId());
			if (document != null) {
				found.add(new RetrievedPassage(hit.row(), document, hit.score()));
			}
		}
		return found;
	}

}
