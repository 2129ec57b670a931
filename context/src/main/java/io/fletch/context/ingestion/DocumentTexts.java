package io.fletch.context.ingestion;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;

/**
 * The plain texts of the documents, to which the offsets of their passages belong: for
 * what lies around a passage, and for showing sources. Safe for use by several threads at
 * once.
 */
public final class DocumentTexts {

	private final LazyTable<TypedTable<DocumentText>> texts;

	/**
	 * Opens the table {@code texts}, creating it if needed.
	 * @param database holds the tables of the ingestion pipeline
	 */
	public DocumentTexts(Database database) {
		Objects.requireNonNull(database, "database");
		this.texts = LazyTable.of(() -> database.table(DocumentText.class));
		this.texts.get();
	}

	/**
	 * Reads a stretch of a text.
	 * @param documentId the id of a document
	 * @param start the offset of the first character, at least 0
	 * @param end the offset after the last character, not before the start; where the
	 * text is shorter, it is read to its end
	 * @return the characters; empty if the stretch is, or if there is no text of this
	 * document that reaches beyond its start
	 * @throws IllegalArgumentException if the offsets are out of range
	 */
	public Optional<String> text(String documentId, int start, int end) {
		Objects.requireNonNull(documentId, "documentId");
		if (start < 0 || end < start) {
			throw new IllegalArgumentException(
					"start and end must be 0 <= start <= end, but were " + start + " and " + end);
		}
		if (start == end) {
			return Optional.empty();
		}
		List<DocumentText> parts = this.texts.get()
			.scan()
			.where("documentId = :id AND start < :end AND end > :start",
					Map.of("id", documentId, "start", start, "end", end))
			.rows();
		return join(parts).map((joined) -> {
			int offset = joined.start();
			return joined.text().substring(start - offset, Math.min(end - offset, joined.text().length()));
		});
	}

	/**
	 * Reads a whole text.
	 * @param documentId the id of a document
	 * @return its text; empty if there is none
	 */
	public Optional<String> text(String documentId) {
		Objects.requireNonNull(documentId, "documentId");
		return join(parts(documentId)).map(DocumentText::text);
	}

	private static Optional<DocumentText> join(List<DocumentText> parts) {
		List<DocumentText> ordered = parts.stream().sorted(Comparator.comparingInt(DocumentText::start)).toList();
		if (ordered.isEmpty()) {
			return Optional.empty();
		}
		StringBuilder text = new StringBuilder();
		ordered.forEach((part) -> text.append(part.text()));
		DocumentText first = ordered.getFirst();
		return Optional.of(new DocumentText(first.id(), first.documentId(), first.start(), ordered.getLast().end(),
				text.toString()));
	}

	private List<DocumentText> parts(String documentId) {
		return this.texts.get().scan().where("documentId = :id", Map.of("id", documentId)).rows();
	}

	/**
	 * Writes the text of a document in one step, unless it is there as it should be.
	 */
	void write(String documentId, String text) {
		List<DocumentText> parts = DocumentText.parts(documentId, text);
		List<DocumentText> stored = parts(documentId).stream()
			.sorted(Comparator.comparingInt(DocumentText::start))
			.toList();
		if (!stored.equals(parts)) {
			this.texts.get()
				.mergeInsert("id")
				.whenMatchedUpdateAll()
				.whenNotMatchedInsertAll()
				.whenNotMatchedBySourceDelete("documentId = :id", Map.of("id", documentId))
				.execute(parts);
		}
	}

	void remove(String documentId) {
		this.texts.get().delete("documentId = :id", Map.of("id", documentId));
	}

	boolean hasAny(List<String> documentIds) {
		return this.texts.get().countRows("documentId IN (:ids)", Map.of("ids", documentIds)) > 0;
	}

}
