package io.fletch.store.embedding;

/**
 * A function makes other vectors than those that a column has.
 */
public class EmbeddingMismatchException extends EmbeddingException {

	/**
	 * Tells of a mismatch.
	 * @param message names both models, and the remedy
	 */
	public EmbeddingMismatchException(String message) {
		super(message);
	}

}
