package io.fletch.store.embedding;

import java.util.Map;
import java.util.TreeMap;

/**
 * An embedding function failed after it had embedded some of the sources of a call. What
 * it has is kept here, so that nothing is paid for twice.
 */
public class PartialEmbeddingException extends EmbeddingException {

	private final transient Map<Integer, float[]> embedded;

	/**
	 * Keeps what was embedded.
	 * @param message how many of how many were embedded, and why not all
	 * @param cause why the others were not
	 * @param embedded the vectors that there are, by the source's number in the call,
	 * from 0
	 */
	public PartialEmbeddingException(String message, Throwable cause, Map<Integer, float[]> embedded) {
		super(message, cause);
		this.embedded = new TreeMap<>(embedded);
	}

	/**
	 * Returns what was embedded.
	 * @return the vectors by the source's number in the call, from 0
	 */
	public Map<Integer, float[]> embedded() {
		return this.embedded;
	}

}
