package io.fletch.springai.vectorstore;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;

import io.fletch.springai.json.JsonObject;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;

/**
 * A document as a row, and back.
 */
final class DocumentRow {

	static final String[] READ = { DocumentTable.ID, DocumentTable.CONTENT, DocumentTable.METADATA };

	private DocumentRow() {
	}

	/**
	 * Makes a row, without its vector.
	 * @param document a document with text
	 * @throws IllegalArgumentException if its metadata cannot be kept
	 */
	static Map<String, @Nullable Object> of(Document document) {
		Map<String, @Nullable Object> row = new HashMap<>();
		row.put(DocumentTable.ID, document.getId());
		row.put(DocumentTable.CONTENT, Objects.requireNonNull(document.getText()));
		try {
			Map<String, Object> stored = new LinkedHashMap<>();
			document.getMetadata().forEach((name, value) -> stored.put(DocumentTable.storedName(name), value));
			row.put(DocumentTable.METADATA, JsonObject.write(stored));
			row.put(DocumentTable.LABELS, MetadataLabels.of(document.getMetadata()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The metadata of document '" + document.getId() + "' cannot be kept: " + ex.getMessage(), ex);
		}
		return row;
	}

	/**
	 * Makes a document that was found by its distance, which tells its similarity.
	 */
	static Document similar(Hit<Map<String, @Nullable Object>> hit, Distance distance) {
		double far = Objects.requireNonNull(hit.distance());
		return document(hit.row(), far).score(Similarity.of(distance, far)).build();
	}

	/**
	 * Makes a document that was ranked.
	 */
	static Document ranked(Hit<Map<String, @Nullable Object>> hit) {
		return document(hit.row(), hit.distance()).score(hit.score()).build();
	}

	static Document read(Map<String, @Nullable Object> row) {
		return document(row, null).build();
	}

	private static Document.Builder document(Map<String, @Nullable Object> row, @Nullable Double distance) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		JsonObject.read((String) Objects.requireNonNull(row.get(DocumentTable.METADATA))).forEach((name, value) -> {
			if (value != null) {
				metadata.put(DocumentTable.originalName(name), value);
			}
		});
		if (distance != null) {
			metadata.put(DocumentMetadata.DISTANCE.value(), distance);
		}
		return Document.builder()
			.id((String) Objects.requireNonNull(row.get(DocumentTable.ID)))
			.text((String) Objects.requireNonNull(row.get(DocumentTable.CONTENT)))
			.metadata(metadata);
	}

}
