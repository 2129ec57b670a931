package io.fletch.context.ingestion;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * The tables of the pipeline. Every write is durable when it returns.
 */
final class DocumentTables {

	private static final Logger logger = LoggerFactory.getLogger(DocumentTables.class);

	private static final String[] WITHOUT_VECTOR = { "id", "documentId", "ordinal", "text", "start", "end", "heading",
			"page", "context", "parentStart", "parentEnd", "tags" };

	private final LazyTable<TypedTable<IndexedDocument>> documents;

	private final LazyTable<TypedTable<Passage>> passages;

	private final DocumentTexts texts;

	private final String defaultFunction;

	DocumentTables(Database database) {
		this.defaultFunction = database.defaultFunction();
		this.documents = LazyTable.of(() -> IndexedDocument.table(database));
		this.documents.get();
		this.passages = LazyTable.of(() -> Passage.table(database));
		this.passages.get();
		this.texts = new DocumentTexts(database);
	}

	/**
	 * Returns the alias of the function that the passages are embedded with: the one that
	 * was the default when their table was created. Warns if another one is it now.
	 */
	String embeddingFunction(Database database) {
		String alias = this.passages.get().embeddingFunction();
		String function = (alias != null) ? alias : this.defaultFunction;
		if (!function.equals(this.defaultFunction)) {
			logger.warn(
					"The passages in {} are embedded with '{}', which stays in use; the default function is now '{}'. "
							+ "Use another folder for it.",
					database, function, this.defaultFunction);
		}
		return function;
	}

	DocumentTexts texts() {
		return this.texts;
	}

	List<IndexedDocument> documents() {
		return this.documents.get().scan().rows();
	}

	List<IndexedDocument> documentsIn(String state) {
		return this.documents.get().scan().where("state = :state", Map.of("state", state)).rows();
	}

	Optional<IndexedDocument> document(String id) {
		return this.documents.get().scan().where("id = :id", Map.of("id", id)).rows().stream().findFirst();
	}

	void write(IndexedDocument document) {
		this.documents.get()
			.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(document));
	}

	Optional<Passage> passage(String id) {
		return this.passages.get()
			.scan()
			.where("id = :id", Map.of("id", id))
			.select(WITHOUT_VECTOR)
			.rows()
			.stream()
			.findFirst();
	}

	List<Passage> passages(String documentId) {
		return this.passages.get()
			.scan()
			.where("documentId = :id", Map.of("id", documentId))
			.select(WITHOUT_VECTOR)
			.rows()
			.stream()
			.sorted(Comparator.comparingInt(Passage::ordinal))
			.toList();
	}

	List<Passage> passages(String documentId, int from, int limit) {
		return this.passages.get()
			.scan()
			.where("documentId = :id AND ordinal >= :from", Map.of("id", documentId, "from", from))
			.select(WITHOUT_VECTOR)
			.orderBy(Order.ascending("ordinal"))
			.limit(limit)
			.rows();
	}

	int countPassages(String documentId) {
		return Math.toIntExact(this.passages.get().countRows("documentId = :id", Map.of("id", documentId)));
	}

	void add(List<Passage> batch) {
		this.passages.get().add(batch);
	}

	void tag(String documentId, List<String> tags) {
		this.passages.get().update().set("tags", tags).where("documentId = :id", Map.of("id", documentId)).execute();
	}

	void deletePassages(String documentId, int fromOrdinal) {
		this.passages.get()
			.delete("documentId = :id AND ordinal >= :from", Map.of("id", documentId, "from", fromOrdinal));
	}

	/**
	 * Removes all that is left of a document but its row.
	 */
	void clear(String documentId) {
		deletePassages(documentId, 0);
		this.texts.remove(documentId);
	}

	/**
	 * Says whether something is left of any of these documents.
	 */
	boolean hasRemains(List<String> documentIds) {
		Map<String, List<String>> ids = Map.of("ids", documentIds);
		return !documentIds.isEmpty()
				&& (this.passages.get().countRows("documentId IN (:ids)", ids) > 0 || this.texts.hasAny(documentIds));
	}

}
