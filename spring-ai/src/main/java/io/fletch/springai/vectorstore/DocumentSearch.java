package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;

import io.fletch.store.Search;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * Finds what requests ask for.
 *
 * @param table the documents
 * @param vectors makes the vectors of questions
 * @param reranker ranks what was found, or {@code null}
 */
record DocumentSearch(DocumentTable table, DocumentVectors vectors, @Nullable Reranker reranker) {

	List<Document> find(SearchRequest request, QueryKind kind) {
		double threshold = request.getSimilarityThreshold();
		boolean hasFloor = threshold > SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL;
		if (kind == QueryKind.TEXT && hasFloor) {
			throw new IllegalArgumentException("similarityThreshold is " + threshold
					+ ", but a search by words alone knows no similarity; leave it out, or search by VECTOR or HYBRID");
		}
		if (request.getTopK() == 0) {
			return List.of();
		}
		if (request.getQuery().isBlank()) {
			// Nothing is similar to no question.
			return hasFloor ? List.of() : list(request.getFilterExpression(), 0, request.getTopK());
		}
		Search<Map<String, @Nullable Object>> search = narrowed(asked(request.getQuery(), kind),
				request.getFilterExpression())
			.select(DocumentRow.READ)
			.limit(request.getTopK());
		if (kind == QueryKind.VECTOR && this.reranker == null) {
			return search.hits()
				.stream()
				.map((hit) -> DocumentRow.similar(hit, this.table.distance()))
				.filter((document) -> !hasFloor || Objects.requireNonNull(document.getScore()) >= threshold)
				.toList();
		}
		Reranker ranking = hasFloor ? new SimilarityFloor(joining(kind), this.table.distance(), threshold)
				: this.reranker;
		Search<Map<String, @Nullable Object>> ranked = (ranking != null) ? search.rerank(ranking, request.getQuery())
				: search;
		return ranked.hits().stream().map(DocumentRow::ranked).toList();
	}

	/** Of one kind, nobody ranks what the search found unless that was wished. */
	private @Nullable Reranker joining(QueryKind kind) {
		return (this.reranker != null || kind == QueryKind.VECTOR) ? this.reranker
				: this.table.table().reranker().orElse(null);
	}

	private Search<Map<String, @Nullable Object>> asked(String question, QueryKind kind) {
		if (kind == QueryKind.TEXT || this.vectors.areMadeByTheTable()) {
			return this.table.table().search(question).kind(kind);
		}
		Search<Map<String, @Nullable Object>> search = this.table.table()
			.search(this.vectors.of(this.table, question))
			.column(DocumentTable.EMBEDDING);
		return (kind == QueryKind.VECTOR) ? search : search.text(TextQuery.match(question)).kind(QueryKind.HYBRID);
	}

	/**
	 * Lists documents in the order of adding.
	 */
	List<Document> list(Filter.@Nullable Expression filter, int offset, int limit) {
		return read(narrowed(this.table.table().scan(), filter).offset(offset).limit(limit));
	}

	List<Document> read(Search<Map<String, @Nullable Object>> scan) {
		return scan.select(DocumentRow.READ).rows().stream().map(DocumentRow::read).toList();
	}

	private static Search<Map<String, @Nullable Object>> narrowed(Search<Map<String, @Nullable Object>> search,
			Filter.@Nullable Expression filter) {
		return (filter != null) ? search.where(MetadataFilter.condition(filter)) : search;
	}

}
