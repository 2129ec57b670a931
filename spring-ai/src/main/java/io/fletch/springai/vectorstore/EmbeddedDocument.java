package io.fletch.springai.vectorstore;

import java.util.Objects;

import org.springframework.ai.document.Document;

/**
 * A document with its vector, as another store kept both.
 *
 * @param document the document, of text
 * @param vector its vector, of the model by which the store that it goes to is asked; not
 * copied
 */
public record EmbeddedDocument(Document document, float[] vector) {

	/**
	 * Checks that both are there.
	 */
	public EmbeddedDocument {
		Objects.requireNonNull(document, "document");
		Objects.requireNonNull(vector, "vector");
	}

}
