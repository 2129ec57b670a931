package io.fletch.context.ingestion;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A piece of a document that is found as a whole.
 *
 * @param id the document's id, a dash and the ordinal
 * @param documentId the id of the {@link IndexedDocument}
 * @param ordinal the position among the document's passages, from 0
 * @param text the characters from {@code start} to {@code end} of the document's text
 * @param vector the embedding of the text; {@code null} where it was not asked for
 * @param start the offset of the first character in the document's text
 * @param end the offset after the last character
 * @param heading the headings above it, outermost first, joined by {@code " > "}
 * @param page the page it lies on, from 1
 */
@Table("passages")
public record Passage(@Id String id, String documentId, int ordinal, @SourceField @FullText String text,
		@VectorField float @Nullable [] vector, int start, int end, @Nullable String heading, @Nullable Integer page) {

	Passage withVector(float[] vector) {
		return new Passage(this.id, this.documentId, this.ordinal, this.text, vector, this.start, this.end,
				this.heading, this.page);
	}

}
