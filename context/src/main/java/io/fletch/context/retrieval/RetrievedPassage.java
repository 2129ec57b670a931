package io.fletch.context.retrieval;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.splitting.Span;

/**
 * A passage that fits a question.
 *
 * @param source what it was found in; ids are unique within it. Of a table it is the
 * table's id, {@code @} and its identity, as two databases may have tables of one name
 * @param id the id of the passage
 * @param documentId the id of the document that it belongs to; its own where there is no
 * other
 * @param documentName how people call the document
 * @param text what is read and cited
 * @param span where the text lies in the document's text; as long as the text
 * @param heading the headings above it, outermost first, joined by {@code " > "}
 * @param page the page that it begins on, from 1
 * @param parent the stretch of the document that may be read in its place; {@code null}
 * where it stands for itself
 * @param score how well it fits; large is good, and only comparable within one result
 */
public record RetrievedPassage(String source, String id, String documentId, String documentName, String text, Span span,
		@Nullable String heading, @Nullable Integer page, @Nullable Span parent, double score) {

	/**
	 * Checks the span.
	 * @param source what it was found in
	 * @param id the id of the passage
	 * @param documentId the id of the document
	 * @param documentName how people call the document
	 * @param text what is read and cited
	 * @param span where the text lies in the document's text
	 * @param heading the headings above it, or {@code null}
	 * @param page the page that it begins on, or {@code null}
	 * @param parent the stretch that may be read in its place, or {@code null}
	 * @param score how well it fits
	 * @throws IllegalArgumentException if the span is not as long as the text
	 */
	public RetrievedPassage {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(documentName, "documentName");
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(span, "span");
		if (span.end() - span.start() != text.length()) {
			throw new IllegalArgumentException("The span of passage '" + id + "' must be as long as its text, "
					+ text.length() + " characters, but is from " + span.start() + " to " + span.end());
		}
	}

	/**
	 * A passage that is a document by itself.
	 * @param source what it was found in
	 * @param id the id
	 * @param documentName how people call it
	 * @param text what is read and cited
	 * @param score how well it fits
	 */
	public RetrievedPassage(String source, String id, String documentName, String text, double score) {
		this(source, id, id, documentName, text, new Span(0, Objects.requireNonNull(text, "text").length()), null, null,
				null, score);
	}

	/**
	 * Says whether another is the same passage, whatever its score and extent.
	 * @param other another passage
	 * @return whether both come from the same place
	 */
	public boolean isSameAs(RetrievedPassage other) {
		Objects.requireNonNull(other, "other");
		return this.source.equals(other.source) && this.id.equals(other.id);
	}

	/**
	 * Says whether another belongs to the same document.
	 * @param other another passage
	 * @return whether source and document are the same
	 */
	public boolean isOfSameDocumentAs(RetrievedPassage other) {
		Objects.requireNonNull(other, "other");
		return this.source.equals(other.source) && this.documentId.equals(other.documentId);
	}

	/**
	 * Gives it another score.
	 * @param score how well it fits
	 * @return the changed passage
	 */
	public RetrievedPassage withScore(double score) {
		return new RetrievedPassage(this.source, this.id, this.documentId, this.documentName, this.text, this.span,
				this.heading, this.page, this.parent, score);
	}

	/**
	 * Gives it another extent.
	 * @param text the text of the document in the span
	 * @param span where it lies in the document's text
	 * @return the changed passage
	 */
	public RetrievedPassage withText(String text, Span span) {
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(span, "span");
		return new RetrievedPassage(this.source, this.id, this.documentId, this.documentName, text, span, this.heading,
				this.page, this.parent, this.score);
	}

	/**
	 * Places it under headings and on a page.
	 * @param heading the headings above it, or {@code null}
	 * @param page the page that it begins on, or {@code null}
	 * @return the changed passage
	 */
	public RetrievedPassage under(@Nullable String heading, @Nullable Integer page) {
		return new RetrievedPassage(this.source, this.id, this.documentId, this.documentName, this.text, this.span,
				heading, page, this.parent, this.score);
	}

	/**
	 * Names the document that it is a part of.
	 * @param documentId the id of the document
	 * @param start the offset of its first character in the document's text
	 * @param parent the stretch that may be read in its place, or {@code null}
	 * @return the changed passage
	 */
	public RetrievedPassage in(String documentId, int start, @Nullable Span parent) {
		Objects.requireNonNull(documentId, "documentId");
		return new RetrievedPassage(this.source, this.id, documentId, this.documentName, this.text,
				new Span(start, start + this.text.length()), this.heading, this.page, parent, this.score);
	}

}
