package io.fletch.sample.playground;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;

/**
 * The names of documents that are not deleted.
 */
final class DocumentNames {

	private final LazyTable<TypedTable<IndexedDocument>> documents;

	DocumentNames(Database database) {
		this.documents = LazyTable.of(() -> IndexedDocument.table(database));
	}

	/**
	 * Returns names by the ids of the documents; those that were deleted have none.
	 */
	Map<String, String> of(Collection<String> ids) {
		if (ids.isEmpty()) {
			return Map.of();
		}
		return this.documents.get()
			.scan()
			.where("id IN (:ids) AND state <> :deleted",
					Map.of("ids", List.copyOf(ids), "deleted", IndexedDocument.DELETED))
			.select("id", "name")
			.rows()
			.stream()
			.collect(Collectors.toMap(IndexedDocument::id, IndexedDocument::name));
	}

}
